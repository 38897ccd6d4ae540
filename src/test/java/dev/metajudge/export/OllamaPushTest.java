package dev.metajudge.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.chat.ChatFormat;
import dev.metajudge.model.load.ModelFiles;
import dev.metajudge.model.source.ModelResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a server, and what is told when it does not do it. */
class OllamaPushTest {
    private record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server = listening();
    private ModelFiles model = ModelFiles.open(ModelResolver.ofUser().resolve(ExportFixture.TINY.toString()))
            .with(ChatFormat.named("smollm2"));

    private static HttpServer listening() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void serve() {
        answers.put("GET /api/version", new Answer(200, "{\"version\":\"0.17.4\"}"));
        answers.put("HEAD blob", new Answer(404, ""));
        answers.put("POST blob", new Answer(201, ""));
        answers.put("POST /api/create", new Answer(200, "{\"status\":\"parsing\"}\n{\"status\":\"success\"}\n"));
        answers.put("POST /api/chat", new Answer(200, "{\"message\":{\"content\":\"Hello.\"},\"eval_count\":2}"));
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String what = exchange.getRequestMethod() + " " + (path.startsWith("/api/blobs/sha256:") ? "blob" : path);
            byte[] body = exchange.getRequestBody().readAllBytes();
            asked.add(what + (what.equals("POST /api/create") ? " " + new String(body, StandardCharsets.UTF_8) : ""));
            Answer answer = answers.getOrDefault(what, new Answer(500, "{\"error\":\"unexpected\"}"));
            byte[] said = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, said.length == 0 ? -1 : said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
        model.close();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private OllamaPush.Pushed push() {
        return OllamaPush.push(url(), "tiny", ExportFixture.TINY, model, more -> {});
    }

    @Test
    void theFileGoesOverAndTheModelIsMadeOfIt() {
        var pushed = push();
        assertThat(pushed.sent()).isTrue();
        assertThat(pushed.answer()).isEqualTo("Hello.");
        assertThat(asked.stream().map(one -> one.split(" \\{", 2)[0]))
                .containsExactly("GET /api/version", "HEAD blob", "POST blob", "POST /api/create", "POST /api/chat");
        assertThat(asked.get(3))
                .contains("\"model.gguf\":\"sha256:" + pushed.sha256())
                .contains("<|im_start|>{{ .Role }}")
                .contains("\"stop\":[\"<|im_end|>\"");
    }

    @Test
    void aFileThatIsThereIsNotSent() {
        answers.put("HEAD blob", new Answer(200, ""));
        assertThat(push().sent()).isFalse();
        assertThat(asked).doesNotContain("POST blob");
    }

    @Test
    void whatTheServerRefusesIsTold() {
        answers.put("POST blob", new Answer(400, "{\"error\":\"digest mismatch\"}"));
        refused("did not take the file: digest mismatch");
        answers.put("POST blob", new Answer(201, ""));
        answers.put("POST /api/create", new Answer(200, "{\"status\":\"a\"}\n{\"error\":\"no room\\u001b[31m\"}\n"));
        refused("did not make the model: no room [31m");
        answers.put("POST /api/create", new Answer(200, "{\"status\":\"writing\"}\n"));
        refused("its last word was \"writing\"");
        answers.put("POST /api/create", new Answer(200, "<html>"));
        refused("no JSON: <html>");
        answers.put("POST /api/create", new Answer(200, "{\"status\":\"success\"}"));
        answers.put("POST /api/chat", new Answer(500, "{\"error\":\"runner died\"}"));
        refused("made but does not answer: runner died");
        answers.put("POST /api/chat", new Answer(200, "{}"));
        refused("answers nothing");
        answers.put("GET /api/version", new Answer(200, "{}"));
        refused("is it an Ollama server?");
    }

    private void refused(String reason) {
        assertThatThrownBy(this::push)
                .isInstanceOf(UserError.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(url().toString())
                .extracting(error -> ((UserError) error).exit())
                .isEqualTo(Exit.BACKEND);
    }

    @Test
    void aServerThatIsAwayIsNamed() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> OllamaPush.version(URI.create("http://127.0.0.1:" + free)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no Ollama server answers at http://127.0.0.1:" + free)
                .hasMessageContaining("ollama serve");
    }
}
