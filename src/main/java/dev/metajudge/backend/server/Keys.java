package dev.metajudge.backend.server;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Servers' keys, out of the environment alone: {@value #GENERAL}_HOST for one host (its name in capitals, every other
 * character than letters and digits as _), else {@value #GENERAL}. They are sent to the server and go nowhere else.
 */
final class Keys {
    static final String GENERAL = "METAJUDGE_API_KEY";

    private final Lookup environment;

    /** Gives a variable's value, or null. */
    @FunctionalInterface
    interface Lookup {
        @Nullable
        String of(String name);
    }

    Keys(Lookup environment) {
        this.environment = environment;
    }

    static Keys ofUser() {
        return new Keys(System::getenv);
    }

    Optional<String> of(URI base) {
        return value(variable(base)).or(() -> value(GENERAL));
    }

    /** The variable for a host's own key. */
    static String variable(URI base) {
        return GENERAL + "_" + base.getHost().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** Takes a server's key out of a text, which a server may have put into what it says. */
    static UnaryOperator<String> hidden(Optional<String> key) {
        return text -> key.map(secret -> text.replace(secret, "[key]")).orElse(text);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.of(name)).map(String::strip).filter(key -> !key.isEmpty());
    }
}
