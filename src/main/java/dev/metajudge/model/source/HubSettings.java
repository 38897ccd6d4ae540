package dev.metajudge.model.source;

import dev.metajudge.UserError;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the model hub is reached: HF_ENDPOINT, the cache that its own programs keep, and a token out of HF_TOKEN, which
 * is kept in memory alone.
 *
 * @param endpoint scheme and host, perhaps a path; without a slash at its end
 * @param cache the hub's cache on this machine
 * @param token sent to the endpoint and to nobody else
 * @param offline whether nothing may be fetched (HF_HUB_OFFLINE)
 */
record HubSettings(URI endpoint, Path cache, Optional<String> token, boolean offline) {
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,512}");

    HubSettings {
        boolean usable = endpoint.getHost() != null
                && ("https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme()))
                && endpoint.getUserInfo() == null
                && endpoint.getQuery() == null;
        if (!usable) {
            throw UserError.input("HF_ENDPOINT must be a URL such as %s".formatted(publicEndpoint()));
        }
        if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
            throw UserError.input("HF_TOKEN is not a token: it holds blanks, or characters that none has");
        }
        if (token.isPresent() && !isPrivate(endpoint)) {
            throw UserError.input("HF_TOKEN would be sent in clear text to HF_ENDPOINT, which is not https;"
                    + " use https, or unset one of the two");
        }
    }

    static HubSettings of(Map<String, String> environment) {
        String endpoint =
                said(environment, "HF_ENDPOINT").orElse(publicEndpoint()).replaceAll("/+$", "");
        boolean offline = said(environment, "HF_HUB_OFFLINE")
                .filter(value -> !value.equals("0") && !value.equalsIgnoreCase("false"))
                .isPresent();
        return new HubSettings(uri(endpoint), cache(environment), said(environment, "HF_TOKEN"), offline);
    }

    private static URI uri(String endpoint) {
        try {
            return URI.create(endpoint);
        } catch (IllegalArgumentException unreadable) {
            throw UserError.input("HF_ENDPOINT is not a URL: " + unreadable.getMessage());
        }
    }

    private static Path cache(Map<String, String> environment) {
        return said(environment, "HF_HUB_CACHE")
                .map(Path::of)
                .or(() -> said(environment, "HF_HOME").map(home -> Path.of(home, "hub")))
                .or(() -> said(environment, "XDG_CACHE_HOME").map(home -> Path.of(home, "huggingface", "hub")))
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub"))
                .toAbsolutePath();
    }

    private static Optional<String> said(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String publicEndpoint() {
        return "https://" + String.join(".", "huggingface", "co");
    }

    /** Whether nobody on the way can read what is sent. */
    private static boolean isPrivate(URI uri) {
        String host = uri.getHost();
        return "https".equals(uri.getScheme())
                || "127.0.0.1".equals(host)
                || "localhost".equals(host)
                || "[::1]".equals(host);
    }

    /** The token for a request, if it goes to the endpoint itself. */
    Optional<String> tokenFor(URI target) {
        boolean same = endpoint.getScheme().equals(target.getScheme())
                && endpoint.getHost().equalsIgnoreCase(target.getHost())
                && endpoint.getPort() == target.getPort();
        return same ? token : Optional.empty();
    }

    @Override
    public String toString() {
        return "HubSettings[%s, %s, token %s]".formatted(endpoint, cache, token.isPresent() ? "set" : "not set");
    }
}
