package dev.metajudge.backend.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Sampling;
import dev.metajudge.model.source.Sha256;
import dev.metajudge.prompt.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A server that speaks OpenAI's protocol: llama.cpp, vLLM and others. Conversations go through langchain4j, whose custom
 * parameters carry what OpenAI has not; which of those a server knows is told by who owns its models. An answer that has
 * been begun is sent as the assistant's unfinished turn, where the server goes on with one.
 */
final class OpenAiServer implements Server {
    private final Transport transport;
    private final String model;
    private volatile Optional<Flavour> flavour = Optional.empty();
    private volatile Optional<Going> going = Optional.empty();

    /** Which server it is. */
    private enum Flavour {
        LLAMA_CPP,
        VLLM,
        OTHER
    }

    /** How it goes on with an unfinished turn. */
    private enum Going {
        BY_ITSELF,
        WHEN_ASKED,
        NOT
    }

    OpenAiServer(Transport transport, String model) {
        this.transport = transport;
        this.model = model;
    }

    @Override
    public Identity identity() {
        var found = entry();
        var shape = JsonNodeFactory.instance.objectNode().put("id", model);
        // What else an entry holds, such as a time, changes when the server starts anew.
        for (var field : List.of("root", "meta", "max_model_len")) {
            if (found.has(field)) {
                shape.set(field, found.get(field));
            }
        }
        return new Identity(Sha256.of(shape.toString().getBytes(StandardCharsets.UTF_8)), version());
    }

    private JsonNode entry() {
        var all = StreamSupport.stream(transport.get("/models").path("data").spliterator(), false)
                .toList();
        return all.stream()
                .filter(entry -> entry.path("id").asText().equals(model))
                .findFirst()
                .orElseThrow(() -> UserError.input("%s has no model \"%s\"%s"
                        .formatted(
                                transport.base(),
                                model,
                                Spelling.suggestion(
                                        model,
                                        all.stream()
                                                .map(entry -> entry.path("id").asText())
                                                .toList()))));
    }

    private String version() {
        return switch (flavour()) {
            case LLAMA_CPP ->
                "llama.cpp "
                        + transport
                                .getAtRoot("/props")
                                .map(props -> props.path("build_info").asText(""))
                                .filter(build -> !build.isEmpty())
                                .orElse("unknown");
            case VLLM ->
                "vllm "
                        + transport
                                .getAtRoot("/version")
                                .map(answer -> answer.path("version").asText(""))
                                .filter(version -> !version.isEmpty())
                                .orElse("unknown");
            case OTHER -> "unknown";
        };
    }

    private Flavour flavour() {
        if (flavour.isEmpty()) {
            flavour = Optional.of(
                    switch (entry().path("owned_by").asText("")) {
                        case "llamacpp" -> Flavour.LLAMA_CPP;
                        case "vllm" -> Flavour.VLLM;
                        default -> Flavour.OTHER;
                    });
        }
        return flavour.get();
    }

    @Override
    public Reply answer(Input prompt, Ask ask) {
        return switch (prompt) {
            case Input.Chat(List<Message> messages) -> chat(messages, ask, Map.of());
            case Input.Text(String text) -> complete(text, ask);
            case Input.Tokens tokens -> throw Prompts.tokens(transport.base());
        };
    }

    @Override
    public Optional<Reply> next(Input prompt, String written) {
        return switch (prompt) {
            case Input.Chat(List<Message> messages) ->
                switch (going()) {
                    case BY_ITSELF -> Optional.of(chat(begun(messages, written), Ask.next(), Map.of()));
                    case WHEN_ASKED -> Optional.of(chat(begun(messages, written), Ask.next(), ASKED));
                    case NOT -> Optional.empty();
                };
            case Input.Text(String text) -> Optional.of(complete(text + written, Ask.next()));
            case Input.Tokens tokens -> throw Prompts.tokens(transport.base());
        };
    }

    @Override
    public boolean goesOn() {
        return going() != Going.NOT;
    }

    /** vLLM's words for it. */
    private static final Map<String, Object> ASKED =
            Map.of("continue_final_message", true, "add_generation_prompt", false);

    private static List<Message> begun(List<Message> messages, String written) {
        List<Message> begun = new ArrayList<>(messages);
        begun.add(Message.assistant(written));
        return begun;
    }

    /**
     * Found out by counting: an unfinished turn with one letter in it makes the prompt one token longer, a finished one
     * with the next turn opened makes it longer by what ends and opens turns, too.
     */
    private Going going() {
        if (going.isEmpty()) {
            var hello = List.of(Message.user("Hello"));
            int alone = chat(hello, Ask.next(), Map.of()).promptTokens();
            going = Optional.of(
                    length(begun(hello, "A"), Map.of()) == alone + 1
                            ? Going.BY_ITSELF
                            : length(begun(hello, "A"), ASKED) == alone + 1 ? Going.WHEN_ASKED : Going.NOT);
        }
        return going.get();
    }

    private int length(List<Message> messages, Map<String, Object> how) {
        try {
            return chat(messages, Ask.next(), how).promptTokens();
        } catch (Refused refused) {
            return -1; // it does not know how
        }
    }

    private Reply chat(List<Message> messages, Ask ask, Map<String, Object> how) {
        var sampling = ask.sampling();
        Map<String, Object> more = new LinkedHashMap<>(filters(sampling));
        more.putAll(how);
        var exchange = new Exchange(transport, Map.of());
        var builder = OpenAiChatModel.builder()
                .httpClientBuilder(exchange)
                .baseUrl(transport.base().toString())
                .apiKey("-") // the transport has the key
                .modelName(model)
                .maxRetries(0)
                .temperature(sampling.temperature())
                .topP(sampling.topP())
                .maxTokens(sampling.maxTokens())
                .seed(ask.seed())
                .logprobs(true)
                .topLogprobs(Math.max(1, ask.top())) // llama.cpp gives none for 0, and 20 unasked
                .customParameters(more);
        if (!sampling.stop().isEmpty()) {
            builder.stop(sampling.stop());
        }
        var response = exchange.run(() -> builder.build().chat(Prompts.request(messages)));
        return reply(
                Optional.ofNullable(response.aiMessage().text()).orElse(""),
                response.finishReason() == FinishReason.LENGTH,
                exchange.answer());
    }

    /**
     * What OpenAI's protocol has no words for. llama.cpp would else use filters of its own, and apply the temperature
     * last; a server that we do not know is told only of filters that are wanted.
     */
    private Map<String, Object> filters(Sampling sampling) {
        Map<String, Object> filters = new LinkedHashMap<>();
        var flavour = flavour();
        if (flavour != Flavour.OTHER || sampling.topK() > 0) {
            filters.put("top_k", flavour == Flavour.VLLM && sampling.topK() == 0 ? -1 : sampling.topK());
        }
        if (flavour != Flavour.OTHER || sampling.minP() > 0) {
            filters.put("min_p", sampling.minP());
        }
        if (flavour == Flavour.LLAMA_CPP) {
            filters.put("samplers", List.of("temperature", "top_k", "top_p", "min_p"));
        }
        return filters;
    }

    /** A raw prompt, for whose log-probabilities langchain4j has no call. */
    private Reply complete(String text, Ask ask) {
        var sampling = ask.sampling();
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("model", model)
                .put("prompt", text)
                .put("temperature", sampling.temperature())
                .put("top_p", sampling.topP())
                .put("max_tokens", sampling.maxTokens())
                .put("seed", ask.seed())
                .put("logprobs", Math.max(1, ask.top()));
        filters(sampling).forEach((name, value) -> body.putPOJO(name, value));
        if (!sampling.stop().isEmpty()) {
            var stops = body.putArray("stop");
            sampling.stop().forEach(stops::add);
        }
        var answer = transport.post("/completions", body);
        var choice = answer.path("choices").path(0);
        return reply(
                choice.path("text").asText(""),
                choice.path("finish_reason").asText().equals("length"),
                answer);
    }

    private Reply reply(String text, boolean cut, JsonNode answer) {
        var usage = answer.path("usage");
        return new Reply(
                text,
                cut,
                usage.path("prompt_tokens").asInt(0),
                usage.path("completion_tokens").asInt(0),
                Token.of(answer.path("choices").path(0).path("logprobs")));
    }
}
