package dev.metajudge.backend.embedded;

import dev.metajudge.UserError;
import dev.metajudge.backend.Input;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.tokenizer.Tokenizer;

/** Inputs as a model's token ids. */
public record InputTokens(LoadedModel model) {
    /** The token ids of an input. */
    public int[] of(Input input) {
        Tokenizer tokenizer = model.tokenizer();
        return switch (input) {
            case Input.Chat chat -> model.files().chat().encode(chat.messages(), true, tokenizer);
            case Input.Text text -> withBos(tokenizer, tokenizer.encode(text.text(), true));
            case Input.Tokens given -> {
                for (int id : given.ids()) {
                    if (id < 0 || id >= tokenizer.vocabulary()) {
                        throw UserError.input("token id %d is not in the model's vocabulary of %d"
                                .formatted(id, tokenizer.vocabulary()));
                    }
                }
                yield given.ids().stream().mapToInt(Integer::intValue).toArray();
            }
        };
    }

    /** Models that were trained with a token in front of every text get it, unless the text has it already. */
    private static int[] withBos(Tokenizer tokenizer, int[] ids) {
        if (!tokenizer.textBeginsWithBos()) {
            return ids;
        }
        int bos = tokenizer.bos().orElseThrow();
        if (ids.length > 0 && ids[0] == bos) {
            return ids;
        }
        return AnswerPlace.concat(new int[] {bos}, ids);
    }
}
