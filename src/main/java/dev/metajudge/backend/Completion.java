package dev.metajudge.backend;

import java.util.List;
import java.util.Optional;

/**
 * One sampled completion.
 *
 * @param text what the model wrote, decoded, without the stop; a forced answer is at its end
 * @param tokens the sampled ids, without the stop token and without forced ones; none of a server, which gives no ids
 * @param written how many tokens were sampled, counted as {@code tokens} are
 * @param finish why sampling ended
 * @param logprob the sum of the sampled tokens' log-probabilities (natural logarithm) under the model's own
 *     distribution (temperature 1, no filters), the stop token included when there was one; of a server without it,
 *     and empty where the server gives no log-probabilities
 * @param forced whether the answer at the end was forced
 * @param answer the distribution over the expected answer's values, where it could be read
 * @param promptTokens how many tokens the prompt had
 */
public record Completion(
        String text,
        List<Integer> tokens,
        int written,
        Finish finish,
        Optional<Double> logprob,
        boolean forced,
        Optional<ExpectedAnswer.Distribution> answer,
        int promptTokens) {
    public Completion {
        tokens = List.copyOf(tokens);
    }

    /** A completion whose tokens and log-probability are known. */
    public Completion(
            String text,
            List<Integer> tokens,
            Finish finish,
            double logprob,
            boolean forced,
            Optional<ExpectedAnswer.Distribution> answer,
            int promptTokens) {
        this(text, tokens, tokens.size(), finish, Optional.of(logprob), forced, answer, promptTokens);
    }

    /** Whether the prompt left no room for a token in the model's context. */
    public boolean hadNoRoom() {
        return written == 0 && finish == Finish.LENGTH;
    }

    /** Why sampling ended. */
    public enum Finish {
        /** The model's end token, or a stop text. */
        STOP,
        /** The token limit, or the model's context is full. */
        LENGTH;

        public String label() {
            return this == STOP ? "stop" : "length";
        }
    }
}
