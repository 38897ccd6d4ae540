package dev.metajudge.model.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A hub on this machine with one model, and behind it, under another host's name, the store of its large files, to
 * which it redirects. What it does wrong is set for each file, one fault a request.
 */
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final String REPOSITORY = "owner/tiny";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, List<Fault>> faults = new HashMap<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private boolean describing = true;
    private String redirectTo = "";

    /** One request as it came. */
    record Request(String host, String path, String authorization, String range) {}

    /** What goes wrong in one answer. */
    sealed interface Fault {
        /** Nothing; to let some requests pass before a fault. */
        record None() implements Fault {}

        /** The connection breaks after so many bytes. */
        record Break(int after) implements Fault {}

        /** Nothing more comes after so many bytes, and the connection stays. */
        record Stall(int after) implements Fault {}

        /** Another number of bytes is announced and sent. */
        record Length(int bytes) implements Fault {}

        /** More bytes come than there are, without a length. */
        record Endless() implements Fault {}

        /** One bit is wrong. */
        record Corrupt() implements Fault {}

        /** Ranges are not known. */
        record WholeOnly() implements Fault {}

        /** The range is another than was asked for. */
        record OtherRange() implements Fault {}

        /** An error. */
        record Status(int status, String retryAfter) implements Fault {}
    }

    FakeHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    FakeHub file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    FakeHub fault(String name, Fault... inTurn) {
        faults.computeIfAbsent(name, any -> Collections.synchronizedList(new ArrayList<>()))
                .addAll(Arrays.asList(inTurn));
        return this;
    }

    /** Like a mirror that describes no files. */
    FakeHub withoutDescriptions() {
        describing = false;
        return this;
    }

    /** Large files are elsewhere. */
    FakeHub redirectingTo(String location) {
        redirectTo = location;
        return this;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Requests for the content of a large file. */
    List<Request> contentRequests(String name) {
        return requests().stream()
                .filter(request -> request.path.equals("/store/" + name))
                .toList();
    }

    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(Sha256.digest().digest(content));
    }

    static String gitSha1(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isLarge(String name) {
        return name.endsWith(".safetensors") || name.endsWith(".gguf");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(new Request(
                String.valueOf(exchange.getRequestHeaders().getFirst("Host")),
                path,
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Range"))));
        try (exchange) {
            String resolve = "/" + REPOSITORY + "/resolve/" + COMMIT + "/";
            if (path.startsWith("/api/models/" + REPOSITORY + "/revision/")) {
                describe(exchange);
            } else if (path.startsWith(resolve)) {
                resolve(exchange, path.substring(resolve.length()));
            } else if (path.startsWith("/store/")) {
                send(exchange, path.substring("/store/".length()));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void describe(HttpExchange exchange) throws IOException {
        if (next("description") instanceof Fault.Status(int status, String wait)) {
            fail(exchange, status, wait);
            return;
        }
        var siblings = new ArrayList<Map<String, Object>>();
        files.forEach((name, content) -> {
            var sibling = new LinkedHashMap<String, Object>();
            sibling.put("rfilename", name);
            if (describing) {
                sibling.put("size", content.length);
                sibling.put("blobId", gitSha1(content));
            }
            if (describing && isLarge(name)) {
                sibling.put("lfs", Map.of("sha256", sha256(content), "size", content.length, "pointerSize", 134));
            }
            siblings.add(sibling);
        });
        byte[] text = new ObjectMapper().writeValueAsBytes(Map.of("sha", COMMIT, "siblings", siblings));
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
    }

    private void resolve(HttpExchange exchange, String name) throws IOException {
        byte[] content = files.get(name);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        if (!isLarge(name)) {
            exchange.getResponseHeaders().set("ETag", "\"" + gitSha1(content) + "\"");
            send(exchange, name);
            return;
        }
        exchange.getResponseHeaders().set("X-Linked-ETag", "\"" + sha256(content) + "\"");
        exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
        String store = "http://localhost:" + server.getAddress().getPort() + "/store/" + name + "?signature=secret";
        exchange.getResponseHeaders().set("Location", redirectTo.isEmpty() ? store : redirectTo);
        exchange.sendResponseHeaders(302, -1);
    }

    private void send(HttpExchange exchange, String name) throws IOException {
        byte[] content = Objects.requireNonNull(files.get(name)).clone();
        Fault fault = next(name);
        if (fault instanceof Fault.Status(int status, String wait)) {
            fail(exchange, status, wait);
            return;
        }
        if (fault instanceof Fault.Corrupt) {
            content[content.length / 2] ^= 1;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        if (range != null && !(fault instanceof Fault.WholeOnly)) {
            from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            int said = fault instanceof Fault.OtherRange ? from - 1 : from;
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(said, content.length - 1, content.length));
        }
        byte[] rest = Arrays.copyOfRange(content, from, content.length);
        send(exchange, from > 0 ? 206 : 200, rest, fault);
    }

    private static void send(HttpExchange exchange, int status, byte[] rest, Fault fault) throws IOException {
        switch (fault) {
            case Fault.Break(int after) -> {
                exchange.sendResponseHeaders(status, rest.length);
                exchange.getResponseBody().write(rest, 0, after);
                exchange.getResponseBody().flush();
            }
            case Fault.Stall(int after) -> {
                exchange.sendResponseHeaders(status, rest.length);
                exchange.getResponseBody().write(rest, 0, after);
                exchange.getResponseBody().flush();
                sleepUntilClosed();
            }
            case Fault.Length(int bytes) -> {
                exchange.sendResponseHeaders(status, bytes);
                exchange.getResponseBody().write(Arrays.copyOf(rest, bytes));
            }
            case Fault.Endless _ -> {
                exchange.sendResponseHeaders(status, 0);
                exchange.getResponseBody().write(rest);
                exchange.getResponseBody().write(rest);
            }
            case Fault.None _, Fault.Corrupt _, Fault.WholeOnly _, Fault.OtherRange _, Fault.Status _ -> {
                exchange.sendResponseHeaders(status, rest.length);
                exchange.getResponseBody().write(rest);
            }
        }
    }

    private static void sleepUntilClosed() {
        try {
            Thread.sleep(TimeUnit.MINUTES.toMillis(5));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(HttpExchange exchange, int status, String retryAfter) throws IOException {
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(status, -1);
    }

    private Fault next(String name) {
        List<Fault> inTurn = faults.getOrDefault(name, List.of());
        return inTurn.isEmpty() ? new Fault.None() : inTurn.removeFirst();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
