package dev.metajudge.train;

import dev.metajudge.model.load.LoadedModel;

/**
 * A preference pair in tokens. Prompt and completions are tokenised apart, so the boundary between them is exact; each
 * completion ends with the token that ends a turn, as TRL has it.
 *
 * @param id the pair's id
 * @param prompt the conversation with the assistant's turn opened, one token or more
 * @param chosen one token or more
 * @param rejected one token or more
 */
record PairTokens(String id, int[] prompt, int[] chosen, int[] rejected) {
    static PairTokens of(PreferenceExample example, LoadedModel model) {
        return new PairTokens(
                example.id(),
                model.files().chat().encode(example.prompt(), true, model.tokenizer()),
                completion(example.chosen(), model),
                completion(example.rejected(), model));
    }

    /** Tokens that the pair takes when packed: the prompt once. */
    int size() {
        return prompt.length + chosen.length + rejected.length;
    }

    /** Tokens of the longer of its two sequences. */
    int longest() {
        return prompt.length + Math.max(chosen.length, rejected.length);
    }

    private static int[] completion(String text, LoadedModel model) {
        int[] tokens = model.tokenizer().encode(text, false);
        int[] ended = java.util.Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = model.files()
                .chat()
                .endOfTurn(model.tokenizer())
                .orElseThrow(() -> dev.metajudge.UserError.input(
                        "the model has no token that ends a turn; it cannot be trained on conversations"));
        return ended;
    }
}
