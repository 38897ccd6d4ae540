package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.metajudge.Exit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code score --scorer samples} on a server of OpenAI's protocol that gives no log-probabilities. */
class SampledScoresOnServerTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private HttpServer server;
    private final List<JsonNode> asked = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Gives a nice text 4 or 5 by the seed, and no score to others. */
    private void serve(HttpExchange call) throws IOException {
        try (call) {
            String answer;
            if (call.getRequestURI().getPath().endsWith("/models")) {
                answer = "{\"data\":[{\"id\":\"m\",\"owned_by\":\"somebody\"}]}";
            } else {
                var body = JSON.readTree(call.getRequestBody());
                asked.add(body);
                String score = body.toString().contains("nice")
                        ? "Score: " + (4 + body.path("seed").asInt() % 2)
                        : "No.";
                answer = "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"text\":\"4\",\"message\":"
                        + "{\"role\":\"assistant\",\"content\":\"" + score
                        + "\"}}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}";
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(200, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }

    private CommandLineFixture score(String lines, String... more) throws IOException {
        Path input = folder.resolve("items.jsonl");
        Files.writeString(input, lines);
        List<String> all = new ArrayList<>(List.of(
                "score",
                "--model",
                "openai+http://127.0.0.1:" + server.getAddress().getPort() + "/v1#m",
                "--input",
                input.toString(),
                "--out",
                out().toString()));
        all.addAll(List.of(more));
        return CommandLineFixture.run(all.toArray(String[]::new));
    }

    private Path out() {
        return folder.resolve("scores.jsonl");
    }

    private static String item(String id, String response) {
        return "{\"id\":\"%s\",\"criterion\":\"c\",\"context\":\"x\",\"response\":\"%s\"}\n".formatted(id, response);
    }

    @Test
    void eachItemIsAskedSoOftenWithSeedsOfItsOwn() throws IOException {
        var done = score(
                item("a", "nice") + item("b", "ugly"), "--rubric", "quality", "--scorer", "samples", "--samples", "6");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out())
                .contains(
                        "1 of 2 items scored", "without a score: 1, no readable sample", "unreadable: 6 of 12 samples");
        var bodies = List.copyOf(asked);
        assertThat(bodies).hasSize(12);
        assertThat(bodies.stream().map(body -> body.path("seed").asInt()).distinct())
                .hasSize(12);
        var nice =
                bodies.stream().filter(body -> body.toString().contains("nice")).toList();
        double mean = nice.stream()
                .mapToInt(body -> 4 + body.path("seed").asInt() % 2)
                .average()
                .orElseThrow();
        var line = JSON.readTree(Files.readAllLines(out()).getFirst());
        assertThat(line.path("score").asDouble()).isCloseTo(mean, within(1e-12));
        assertThat(line.path("samples").asInt()).isEqualTo(6);
        assertThat(line.path("unreadable").asInt()).isZero();
        assertThat(line.path("judgments")).hasSize(6);
        assertThat(bodies.getFirst().path("temperature").asDouble()).isEqualTo(1);

        String before = Files.readString(out());
        Files.delete(out());
        score(item("b", "ugly") + item("a", "nice"), "--rubric", "quality", "--scorer", "samples", "--samples", "6");
        assertThat(Files.readAllLines(out()).reversed())
                .as("an item's samples do not depend on where it stands")
                .containsExactlyElementsOf(before.lines().toList());
    }

    @Test
    void whoAsksItForADistributionIsToldOfSamples() throws IOException {
        var chat = score(item("a", "nice"), "--rubric", "quality");
        assertThat(chat.exit()).isEqualTo(Exit.INPUT.code());
        assertThat(chat.err()).contains("--scorer samples");
        var text = score("{\"id\":\"t\",\"text\":\"Score: \"}\n");
        assertThat(text.exit()).isEqualTo(Exit.INPUT.code());
        assertThat(text.err()).contains("gives no log-probabilities", "--scorer samples");
    }

    @Test
    void optionsThatDoNotGoTogetherAreNamed() throws IOException {
        String items = item("a", "nice");
        assertThat(score(items, "--rubric", "quality", "--samples", "3").err()).contains("are for --scorer samples");
        assertThat(score(items, "--scorer", "samples", "--samples", "0").err()).contains("must be 1 to 1000, not 0");
        assertThat(score(items, "--scorer", "samples", "--layers").err()).contains("--layers are not for");
        assertThat(score(items, "--scorer", "samples", "--temperature", "0").err())
                .contains("alike");
        assertThat(asked).isEmpty();
    }
}
