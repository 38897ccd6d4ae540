package dev.metajudge.model.source;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Asks the hub, following its redirections by hand so that the token goes to the hub alone. Addresses are told without
 * their queries, which may hold signatures.
 */
final class HubClient implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final HubSettings settings;
    private final Duration answer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();

    /**
     * What came back; to be closed.
     *
     * @param hub the headers of the hub's own answer, before any redirection
     * @param last the answer at the end, of status 200, 206 or 416
     */
    record Reply(HttpHeaders hub, HttpResponse<InputStream> last) implements AutoCloseable {
        InputStream body() {
            return last.body();
        }

        /** The length that is announced, -1 without. */
        long announced() {
            return last.headers().firstValueAsLong("Content-Length").orElse(-1);
        }

        @Override
        public void close() throws IOException {
            last.body().close();
        }
    }

    /**
     * A client.
     *
     * @param answer how long to wait for the beginning of an answer
     */
    HubClient(HubSettings settings, Duration answer) {
        this.settings = settings;
        this.answer = answer;
    }

    /** An address on the hub; every part is encoded by itself. */
    URI address(String path) {
        return URI.create(settings.endpoint() + "/" + path);
    }

    /**
     * Asks for an address.
     *
     * @param what for messages
     * @param from the first byte that is wanted
     * @throws IOException if asking again may help
     * @throws UserError if it will not
     */
    Reply get(String what, URI address, long from) throws IOException {
        HttpResponse<InputStream> response = send(what, address, from);
        HttpHeaders hub = response.headers();
        for (int i = 0; i < MOST_REDIRECTS && isRedirection(response.statusCode()); i++) {
            response.body().close();
            response = send(what, target(what, response), from);
        }
        int status = response.statusCode();
        if (status == 200 || status == 206 || status == 416) {
            return new Reply(hub, response);
        }
        response.body().close();
        throw refused(what, response);
    }

    private HttpResponse<InputStream> send(String what, URI address, long from) throws IOException {
        var request = HttpRequest.newBuilder(address)
                .timeout(answer)
                .header("User-Agent", "metajudge")
                .header("Accept-Encoding", "identity");
        settings.tokenFor(address).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        if (from > 0) {
            request.header("Range", "bytes=%d-".formatted(from));
        }
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException stopped) {
            throw Patience.stopped(what, stopped);
        }
    }

    private static boolean isRedirection(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static URI target(String what, HttpResponse<InputStream> response) {
        URI from = response.uri();
        String location = response.headers().firstValue("Location").orElse("");
        try {
            URI to = from.resolve(location);
            boolean web = "https".equals(to.getScheme())
                    || ("http".equals(to.getScheme()) && "http".equals(from.getScheme()));
            if (location.isEmpty() || !web || to.getHost() == null) {
                throw new UserError(
                        Exit.BACKEND, "%s: %s redirects to what is no https address".formatted(what, shown(from)));
            }
            return to;
        } catch (IllegalArgumentException unreadable) {
            throw new UserError(
                    Exit.BACKEND, "%s: %s redirects to what is no address".formatted(what, shown(from)), unreadable);
        }
    }

    /** A status that is no answer: an error for now, or for good. */
    private IOException refused(String what, HttpResponse<InputStream> response) throws Unavailable {
        int status = response.statusCode();
        String where = "%s: %s answered %d".formatted(what, shown(response.uri()), status);
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Unavailable(where, retryAfter(response.headers()));
        }
        throw switch (status) {
            case 401, 403 ->
                new UserError(
                        Exit.BACKEND,
                        settings.token().isPresent()
                                ? where
                                        + "; HF_TOKEN does not open it: is it valid, and has the account been given access?"
                                : where + "; it needs access: set HF_TOKEN to a token of an account that has it,"
                                        + " or check the name");
            case 404, 410 -> UserError.input(where + "; there is no such model, revision or file");
            default -> new UserError(Exit.BACKEND, where + ", which is not understood");
        };
    }

    /** Seconds to wait; a date, the other form, is not worth the trouble: the usual pauses do. */
    private static Duration retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
    }

    /** An address without its query. */
    private static String shown(URI address) {
        return "%s://%s%s".formatted(address.getScheme(), address.getRawAuthority(), address.getRawPath());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
