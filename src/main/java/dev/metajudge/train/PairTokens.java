package dev.metajudge.train;

import dev.metajudge.UserError;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.prompt.Message;
import java.util.Arrays;
import java.util.List;

/**
 * A preference pair in tokens, or a completion to be learned, which is a pair without a rejected one. Prompt and completions are tokenised apart, so the boundary between them is exact; each
 * completion ends with the token that ends a turn, as TRL has it.
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

    /** The prompt counts once. */
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
        return chosen.length + rejected.length;
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
