package dev.metajudge.backend.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in front of a server; each POST takes the next fault from the queue, or goes through. */
final class FaultyProxy implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String upstream;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    final AtomicInteger posts = new AtomicInteger();
    final List<String> heads = Collections.synchronizedList(new ArrayList<>());
    /** Counted down when a caller has hung up on a call that hangs. */
    final CountDownLatch hungUp = new CountDownLatch(1);
    /** Counted down when a call hangs. */
    final CountDownLatch hangs = new CountDownLatch(1);

    /** What goes wrong with a call. */
    sealed interface Fault {
        /** An answer in place of the server's. */
        record Answer(int status, String headers, String body) implements Fault {}

        /** The connection is reset before an answer. */
        record Reset() implements Fault {}

        /** An answer that ends in the middle. */
        record Half() implements Fault {}

        /** No answer at all. */
        record Hang() implements Fault {}
    }

    /** @param upstream scheme, host and port */
    FaultyProxy(String upstream) throws IOException {
        this.upstream = upstream;
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    void next(Fault... more) {
        faults.addAll(List.of(more));
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket call = socket.accept();
                Thread.ofVirtual().start(() -> serve(call));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket call) {
        try (call) {
            InputStream in = call.getInputStream();
            String head = head(in);
            if (head.isEmpty()) {
                return;
            }
            heads.add(head);
            byte[] body = in.readNBytes(length(head));
            boolean post = head.startsWith("POST");
            posts.addAndGet(post ? 1 : 0);
            Fault fault = post ? faults.poll() : null;
            switch (fault) {
                case null -> forward(call, head, body);
                case Fault.Answer(int status, String headers, String text) -> answer(call, status, headers, text, 0);
                case Fault.Reset reset -> call.setSoLinger(true, 0);
                case Fault.Half half -> answer(call, 200, "", "{\"message\": {\"content\": \"ab", 100);
                case Fault.Hang hang -> {
                    hangs.countDown();
                    if (in.read() < 0) {
                        hungUp.countDown();
                    }
                }
            }
        } catch (IOException gone) {
            hungUp.countDown();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    private static int length(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .map(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private void forward(Socket call, String head, byte[] body) throws IOException, InterruptedException {
        String[] first = head.substring(0, head.indexOf('\r')).split(" ", 3);
        var request = HttpRequest.newBuilder(URI.create(upstream + first[1]))
                .header("Content-Type", "application/json")
                .method(
                        first[0],
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        var got = client.send(request, HttpResponse.BodyHandlers.ofString());
        answer(call, got.statusCode(), "", got.body(), 0);
    }

    /** @param more bytes that are promised and do not come */
    private static void answer(Socket call, int status, String headers, String body, int more) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " Said\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + headers + "Content-Length: " + (bytes.length + more) + "\r\n\r\n";
        call.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        call.getOutputStream().write(bytes);
        call.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
