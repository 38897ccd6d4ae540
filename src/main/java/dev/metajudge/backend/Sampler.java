package dev.metajudge.backend;

import java.util.List;
import java.util.function.LongConsumer;

/**
 * The one port to a model: a batch of requests in, completions out. The result is a function of the batch alone
 * (its requests, their order and seeds), never of timing, so that a batch done again gives the same completions.
 */
public interface Sampler extends AutoCloseable {
    /**
     * Samples every request of the batch. A prompt that leaves no room in the model's context gives completions
     * without a token, ended by {@link Completion.Finish#LENGTH}.
     *
     * @param batch the requests; ids need not be unique
     * @param tokens told now and then how many tokens were generated since it was last told
     * @return for each request, in the batch's order, its {@code samples} completions in sample order
     */
    List<List<Completion>> sample(List<Request> batch, LongConsumer tokens);

    @Override
    void close();
}
