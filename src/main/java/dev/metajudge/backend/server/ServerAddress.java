package dev.metajudge.backend.server;

import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A model on a server, written {@code ollama+http://127.0.0.1:11434#smollm2}: the protocol, where the server is, and
 * behind the # the model's name there. An OpenAI-compatible server's address includes the part of the path that its
 * calls share, usually {@code /v1}.
 *
 * @param kind the protocol
 * @param base http or https, without user, query and fragment, and without a slash at its end
 * @param model the model's name on the server
 */
public record ServerAddress(ServerKind kind, URI base, String model) {
    /** Where Ollama is unless told otherwise. */
    public static final String OLLAMA = "http://127.0.0.1:11434";

    private static final Pattern SERVER = Pattern.compile("([A-Za-z0-9]+)\\+(https?://.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern MODEL = Pattern.compile("[^\\s\\p{Cntrl}#]{1,300}");

    /** Whether a text means a model on a server, be it a faulty one. */
    public static boolean is(String source) {
        return SERVER.matcher(source).matches();
    }

    /**
     * Reads an address.
     *
     * @throws UserError if it is none; says what was probably meant
     */
    public static ServerAddress parse(String source) {
        var matcher = SERVER.matcher(source);
        if (!matcher.matches()) {
            throw refuse(source, "is no model on a server; write it like ollama+" + OLLAMA + "#name");
        }
        var label = matcher.group(1).toLowerCase(Locale.ROOT);
        var kind = ServerKind.of(label)
                .orElseThrow(() -> refuse(
                        source,
                        "has the unknown protocol \"" + label + "\"; known are ollama and openai"
                                + Spelling.hint(label, List.of("ollama", "openai"))));
        var rest = matcher.group(2);
        int hash = rest.indexOf('#');
        if (hash < 0) {
            throw refuse(
                    source, "names no model; put its name on the server behind a #: " + label + "+" + rest + "#name");
        }
        return of(kind, rest.substring(0, hash), rest.substring(hash + 1));
    }

    /**
     * A model on a server given in parts.
     *
     * @throws UserError if the URL is no server's, or there is no such name
     */
    public static ServerAddress of(ServerKind kind, String url, String model) {
        if (!MODEL.matcher(model).matches()) {
            throw refuse(url, "has no model's name behind it but \"" + model + "\"");
        }
        return new ServerAddress(kind, base(url), model);
    }

    private static URI base(String url) {
        try {
            var uri = new URI(url);
            var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw refuse(url, "is no http:// or https:// URL");
            }
            if (uri.getRawUserInfo() != null) {
                throw refuse(
                        withoutUser(uri), "carried a user or a password; keys come from " + Keys.GENERAL + " alone");
            }
            if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
                throw refuse(url, "names no host and port, such as " + OLLAMA);
            }
            if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw refuse(url, "has a query or a fragment, which a server's URL must not have");
            }
            return new URI(url.replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw refuse(url, "is no URL: " + e.getReason());
        }
    }

    private static String withoutUser(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority().replaceFirst(".*@", "");
    }

    private static UserError refuse(String what, String reason) {
        return UserError.input("server \"%s\" %s".formatted(what.replaceFirst("//[^/@]*@", "//"), reason));
    }

    /** The spelling that says everything. */
    public String spec() {
        return kind.label() + "+" + base + "#" + model;
    }

    @Override
    public String toString() {
        return spec();
    }
}
