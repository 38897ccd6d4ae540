package dev.metajudge.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.UserError;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.load.ModelFiles;
import dev.metajudge.model.source.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Puts a GGUF file into an Ollama server as a model: the file goes over as a blob, unless the server has it, and the
 * model is made of it with the chat format's template and stops. Then it is asked something.
 */
public final class OllamaPush {
    private static final String QUESTION = "Say hello in one short sentence.";
    private static final int ANSWER_TOKENS = 24;

    /**
     * What was done.
     *
     * @param name the model's, on the server
     * @param server its version
     * @param sha256 of the file
     * @param bytes of the file
     * @param sent whether the file had to go over; else the server had it
     * @param answer what the served model said to {@code question}
     * @param tokens how many tokens that was
     * @param notes what whoever uses it should know
     */
    public record Pushed(
            String name,
            URI url,
            String server,
            String sha256,
            long bytes,
            boolean sent,
            String question,
            String answer,
            int tokens,
            List<String> notes) {
        public Pushed {
            notes = List.copyOf(notes);
        }
    }

    /**
     * A file that is a model on a server.
     *
     * @param server its version
     * @param sha256 of the file
     * @param bytes of the file
     * @param sent whether the file had to go over; else the server had it
     * @param notes what whoever uses it should know
     */
    public record Placed(String server, String sha256, long bytes, boolean sent, List<String> notes) {
        public Placed {
            notes = List.copyOf(notes);
        }
    }

    private final OllamaServer server;
    private final URI url;

    private OllamaPush(OllamaServer server, URI url) {
        this.server = server;
        this.url = url;
    }

    /**
     * Asks whether there is a server, before anything that takes its time.
     *
     * @return its version
     * @throws UserError if there is none
     */
    public static String version(URI url) {
        try (var server = new OllamaServer(url)) {
            return server.version();
        }
    }

    /** The model's own file, where that can go over as it is: one GGUF file without adapters on it. */
    public static Optional<Path> asItIs(AdaptedModel model) {
        return Optional.of(model.files().source().file())
                .filter(file -> model.layers().isEmpty() && Files.isRegularFile(file));
    }

    /**
     * Puts a file there as a model.
     *
     * @param model whose chat format and tokenizer the file has
     * @param bytes told how many more bytes went over
     * @throws UserError if the server is away or refuses
     */
    public static Placed place(URI url, String name, Path gguf, ModelFiles model, LongConsumer bytes) {
        try (var server = new OllamaServer(url)) {
            return new OllamaPush(server, url).place(name, gguf, model, bytes);
        } catch (IOException e) {
            throw UserError.input(gguf + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Puts a file there as a model, and asks it something.
     *
     * @param model whose chat format and tokenizer the file has
     * @param bytes told how many more bytes went over
     * @throws UserError if the server is away, refuses, or the model does not answer
     */
    public static Pushed push(URI url, String name, Path gguf, ModelFiles model, LongConsumer bytes) {
        try (var server = new OllamaServer(url)) {
            var push = new OllamaPush(server, url);
            return push.asked(name, push.place(name, gguf, model, bytes));
        } catch (IOException e) {
            throw UserError.input(gguf + " cannot be read: " + e.getMessage());
        }
    }

    private Placed place(String name, Path gguf, ModelFiles model, LongConsumer bytes) throws IOException {
        String version = server.version();
        String sha256 = Sha256.ofFile(gguf);
        boolean sent = !server.hasBlob(sha256);
        if (sent) {
            server.sendBlob(sha256, gguf, bytes);
        }
        var notes = new ArrayList<String>();
        server.create(described(name, sha256, model, notes));
        return new Placed(version, sha256, Files.size(gguf), sent, notes);
    }

    private Pushed asked(String name, Placed placed) {
        JsonNode answer = server.chat(Map.of(
                "model",
                name,
                "stream",
                false,
                "messages",
                List.of(Map.of("role", "user", "content", QUESTION)),
                "options",
                Map.of("temperature", 0, "seed", 0, "num_predict", ANSWER_TOKENS)));
        int tokens = answer.path("eval_count").asInt();
        String said = answer.path("message").path("content").asText();
        if (tokens == 0) {
            throw server.refused("the model %s was made but answers nothing".formatted(name));
        }
        return new Pushed(
                name,
                url,
                placed.server(),
                placed.sha256(),
                placed.bytes(),
                placed.sent(),
                QUESTION,
                said,
                tokens,
                placed.notes());
    }

    private static Map<String, Object> described(String name, String sha256, ModelFiles model, List<String> notes) {
        var described = new LinkedHashMap<String, Object>();
        described.put("model", name);
        described.put("files", Map.of("model.gguf", "sha256:" + sha256));
        boolean writesBos = model.tokenizer().textBeginsWithBos();
        Optional<String> template = OllamaTemplate.of(model.chat(), writesBos);
        template.ifPresent(text -> {
            described.put("template", text);
            described.put("parameters", Map.of("stop", model.chat().stops()));
        });
        if (template.isEmpty()) {
            notes.add("the model's chat template is not known here, so Ollama makes its own guess at it");
        } else if (writesBos && !model.chat().writesBos()) {
            notes.add("Ollama puts the token that begins a text in front of conversations, which this model's own chat"
                    + " template does not");
        }
        model.source().licence().or(model.about()::licence).ifPresent(licence -> described.put("license", licence));
        return described;
    }
}
