package dev.metajudge.train;

import dev.metajudge.UserError;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.prompt.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A preference pair in tokens, or a completion to be learned, which is a pair without a rejected one. Prompt and
 * completions are tokenised apart, so the boundary between them is exact; each completion ends with the token that ends a turn, as TRL has it.
 *
 * @param id the pair's id
 * @param prompt the conversation with the assistant's turn opened, one token or more
 * @param chosen one token or more
 * @param rejected no token where there is none
 */
record PairTokens(String id, int[] prompt, int[] chosen, int[] rejected) implements Lesson {
    static PairTokens of(PreferenceExample example, LoadedModel model) {
        return new PairTokens(
                example.id(),
                prompt(example.prompt(), model),
                completion(example.chosen(), model),
                completion(example.rejected(), model));
    }

    static PairTokens of(CompletionExample example, LoadedModel model) {
        return new PairTokens(
                example.id(), prompt(example.prompt(), model), completion(example.completion(), model), new int[0]);
    }

    /** The prompt is packed, and computed, once. */
    @Override
    public int size() {
        return prompt.length + chosen.length + rejected.length;
    }

    @Override
    public int longest() {
        return prompt.length + Math.max(chosen.length, rejected.length);
    }

    @Override
    public int learned() {
        return chosen.length;
    }

    /** The prompt counts once with each completion: two sequences, as other trainers compute them. */
    @Override
    public int tokens() {
        return size() + (rejected.length == 0 ? 0 : prompt.length);
    }

    @Override
    public String group() {
        return Arrays.toString(prompt);
    }

    /** The pair within a limit, by a rule; see {@link Fitted.Shortening}. */
    Optional<PairTokens> within(int most, TooLong rule) {
        int completion = Math.max(chosen.length, rejected.length);
        return switch (rule) {
            case DROP -> Optional.empty();
            case TRUNCATE_PROMPT -> {
                int left = most - completion;
                yield left < 1
                        ? Optional.empty()
                        : Optional.of(new PairTokens(
                                id,
                                Arrays.copyOfRange(prompt, Math.max(0, prompt.length - left), prompt.length),
                                chosen,
                                rejected));
            }
            case TRUNCATE_COMPLETION -> {
                int left = most - prompt.length;
                if (left < 1) {
                    yield Optional.empty();
                }
                var cut = new PairTokens(id, prompt, first(chosen, left), first(rejected, left));
                yield Arrays.equals(cut.chosen, cut.rejected) ? Optional.empty() : Optional.of(cut);
            }
        };
    }

    private static int[] first(int[] tokens, int most) {
        return Arrays.copyOf(tokens, Math.min(most, tokens.length));
    }

    @Override
    public String content() {
        return Arrays.toString(prompt) + "\n" + Arrays.toString(chosen) + "\n" + Arrays.toString(rejected);
    }

    private static int[] prompt(List<Message> messages, LoadedModel model) {
        return model.files().chat().encode(messages, true, model.tokenizer());
    }

    private static int[] completion(String text, LoadedModel model) {
        int[] tokens = model.tokenizer().encode(text, false);
        int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = model.files()
                .chat()
                .endOfTurn(model.tokenizer())
                .orElseThrow(() -> UserError.input(
                        "the model has no token that ends a turn; it cannot be trained on conversations"));
        return ended;
    }
}
