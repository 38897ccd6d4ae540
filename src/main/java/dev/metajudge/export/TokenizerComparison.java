package dev.metajudge.export;

import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether a tokenizer that was written gives the ids of the model's own. Formats describe tokenizers in different words,
 * so it is tried: on texts that tokenizers differ in, on every special token, and on a share of the vocabulary's tokens.
 */
final class TokenizerComparison {
    private static final int TOKENS_TRIED = 4000;
    private static final List<String> TEXTS = List.of(
            "Hello, world! It's 2024; we're ready.",
            "  two blanks, \t a tab\n\n\nand three lines \n ",
            "12345678901 3.14159 ½ Ⅷ ① ٣٤",
            "def f(x):\n    return {\"a\": x[0] != None}  # done\r\n",
            "Übergröße naïve cafe\u0301 ﬁ Ǆ",
            "日本語のテキスト。한국어 العربية עברית हिन्दी ไทย",
            "🙂👩\u200d👩\u200d👧 \u00a0\u3000 ~~~ ... --- ***",
            "HTTPServer camelCase SNAKE_CASE don'T I'LL",
            "e",
            " e",
            "");

    private TokenizerComparison() {}

    /** The first thing that differs, in words. */
    static Optional<String> difference(Tokenizer model, Tokenizer written) {
        if (!model.bos().equals(written.bos())
                || !model.eos().equals(written.eos())
                || model.textBeginsWithBos() != written.textBeginsWithBos()) {
            return Optional.of("the tokens that begin and end a text");
        }
        var texts = new ArrayList<>(TEXTS);
        int step = Math.max(1, model.vocabulary() / TOKENS_TRIED);
        for (int id = 0; id < model.vocabulary(); id++) {
            boolean special = model.isSpecial(id);
            if (special != written.isSpecial(id) && !model.text(id).isEmpty()) {
                return Optional.of("whether \"%s\" is a special token".formatted(model.text(id)));
            }
            if (id % step == 0 && !special) {
                texts.add(model.decode(new int[] {id}, false));
            }
        }
        return texts.stream()
                .filter(text -> !Arrays.equals(model.encode(text, false), written.encode(text, false)))
                .findFirst()
                .map(text -> "the tokens of \"%s\"".formatted(text.replaceAll("\\p{Cntrl}", "?")));
    }
}
