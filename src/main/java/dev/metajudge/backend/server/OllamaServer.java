package dev.metajudge.backend.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.metajudge.Exit;
import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Sampling;
import dev.metajudge.prompt.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/**
 * Ollama. Conversations go through langchain4j, with what it has no parameter for added to the body: log-probabilities,
 * {@code truncate: false}, since Ollama would drop the beginning of a long prompt without a word, and {@code shift:
 * false}, since it would drop the beginning of what it has read while it writes. An answer that has been begun is gone
 * on with as raw text: Ollama renders the conversation by the model's own template, and we put the answer behind it.
 */
final class OllamaServer implements Server {
    private static final Map<String, Boolean> WHOLE = Map.of("truncate", false, "shift", false);
    private static final int MOST_RENDERED = 4_096;

    private final Transport transport;
    private final String model;
    private final ServerSettings settings;
    private final Map<List<Message>, Optional<String>> rendered = new ConcurrentHashMap<>();
    private volatile Optional<Boolean> thinks = Optional.empty();

    OllamaServer(Transport transport, String model, ServerSettings settings) {
        this.transport = transport;
        this.model = model;
        this.settings = settings;
    }

    @Override
    public Identity identity() {
        var all = StreamSupport.stream(transport.get("/api/tags").path("models").spliterator(), false)
                .toList();
        var wanted = model.contains(":") ? model : model + ":latest";
        var found = all.stream()
                .filter(entry -> entry.path("name").asText().equals(wanted))
                .findFirst()
                .orElseThrow(() -> unknown(
                        all.stream().map(entry -> entry.path("name").asText()).toList()));
        var version = transport.get("/api/version").path("version").asText("unknown");
        return new Identity(found.path("digest").asText(), "ollama " + version);
    }

    private UserError unknown(List<String> known) {
        return UserError.input(
                "%s has no model \"%s\"%s; fetch it with: ollama pull %s, or put one there: metajudge ollama push %s"
                        .formatted(transport.base(), model, Spelling.suggestion(model, known), model, model));
    }

    @Override
    public Reply answer(Input prompt, Ask ask) {
        return switch (prompt) {
            case Input.Chat(List<Message> messages) -> chat(messages, ask);
            case Input.Text(String text) -> complete(text, ask);
            case Input.Tokens tokens -> throw Prompts.tokens(transport.base());
        };
    }

    @Override
    public Optional<Reply> next(Input prompt, String written) {
        return switch (prompt) {
            case Input.Chat(List<Message> messages) ->
                rendered(messages).map(text -> complete(text + written, Ask.next()));
            case Input.Text(String text) -> Optional.of(complete(text + written, Ask.next()));
            case Input.Tokens tokens -> throw Prompts.tokens(transport.base());
        };
    }

    @Override
    public boolean goesOn() {
        return rendered(List.of(Message.user("Hello"))).isPresent();
    }

    private Reply chat(List<Message> messages, Ask ask) {
        var more = new LinkedHashMap<String, Object>(WHOLE);
        more.put("logprobs", true);
        if (ask.top() > 0) {
            more.put("top_logprobs", ask.top());
        }
        if (thinks()) {
            more.put("think", false);
        }
        more.put("options", options(ask.sampling(), ask.seed()));
        var exchange = new Exchange(transport, more);
        var chat = OllamaChatModel.builder()
                .httpClientBuilder(exchange)
                .baseUrl(transport.base().toString())
                .modelName(model)
                .maxRetries(0)
                .build();
        var response = exchange.run(() -> chat.chat(Prompts.request(messages)));
        return reply(
                Optional.ofNullable(response.aiMessage().text()).orElse(""),
                response.finishReason() == FinishReason.LENGTH,
                exchange.answer());
    }

    /** A model that thinks before it answers is asked not to, as in this process. */
    private boolean thinks() {
        if (thinks.isEmpty()) {
            var asked = JsonNodeFactory.instance.objectNode().put("model", model);
            var able = transport.post("/api/show", asked).path("capabilities");
            thinks = Optional.of(StreamSupport.stream(able.spliterator(), false)
                    .anyMatch(capability -> capability.asText().equals("thinking")));
        }
        return thinks.get();
    }

    /** The raw prompt, for which langchain4j has no call. */
    private Reply complete(String text, Ask ask) {
        var body = body().put("prompt", text).put("raw", true).put("logprobs", true);
        WHOLE.forEach(body::put);
        if (ask.top() > 0) {
            body.put("top_logprobs", ask.top());
        }
        body.set("options", options(ask.sampling(), ask.seed()));
        var answer = transport.post("/api/generate", body);
        return reply(
                answer.path("response").asText(""),
                answer.path("done_reason").asText().equals("length"),
                answer);
    }

    private ObjectNode options(Sampling sampling, int seed) {
        var options = JsonNodeFactory.instance
                .objectNode()
                .put("temperature", sampling.temperature())
                .put("top_p", sampling.topP())
                .put("top_k", sampling.topK())
                .put("min_p", sampling.minP())
                .put("repeat_penalty", 1.0)
                .put("num_predict", sampling.maxTokens())
                .put("seed", seed);
        var stops = options.putArray("stop");
        sampling.stop().forEach(stops::add);
        return place(options);
    }

    /** Where the model runs; another place has the server load it anew. */
    private ObjectNode place(ObjectNode options) {
        if (settings.context() > 0) {
            options.put("num_ctx", settings.context());
        }
        if (settings.threads() > 0) {
            options.put("num_thread", settings.threads());
        }
        return options;
    }

    /** A conversation as the model's template writes it, the assistant's turn opened; empty of an Ollama that won't say. */
    private Optional<String> rendered(List<Message> messages) {
        if (rendered.size() > MOST_RENDERED) {
            rendered.clear();
        }
        return rendered.computeIfAbsent(messages, this::render);
    }

    private Optional<String> render(List<Message> messages) {
        var body = body().put("_debug_render_only", true).put("truncate", false);
        if (thinks()) {
            body.put("think", false);
        }
        place(body.putObject("options"));
        var turns = body.putArray("messages");
        for (var message : messages) {
            turns.addObject().put("role", message.role().label()).put("content", message.content());
        }
        var text = transport.post("/api/chat", body).path("_debug_info").path("rendered_template");
        return text.isTextual() ? Optional.of(text.asText()) : Optional.empty();
    }

    private ObjectNode body() {
        return JsonNodeFactory.instance.objectNode().put("model", model).put("stream", false);
    }

    private Reply reply(String text, boolean cut, JsonNode answer) {
        if (!answer.path("done").asBoolean()) {
            throw new UserError(Exit.BACKEND, transport.base() + " gave an answer that is not done");
        }
        var logprobs = answer.path("logprobs");
        int written = answer.path("eval_count").asInt(0);
        return new Reply(
                text,
                cut,
                answer.path("prompt_eval_count").asInt(0),
                written,
                logprobs.isArray() || written == 0 ? Optional.of(Token.list(logprobs)) : Optional.empty());
    }
}
