package dev.metajudge.backend.embedded;

import dev.metajudge.UserError;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.ExpectedAnswer.Finding;
import dev.metajudge.model.engine.Generator.Question;
import dev.metajudge.model.engine.Row;
import dev.metajudge.model.tokenizer.TextStream;
import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where in a row the answer's value stands, in tokens.
 *
 * @param question what to ask of the decoder: the row up to the value, and the values' tokens
 * @param tree the values as tokens
 * @param forced whether the value is to be added
 */
record AnswerPlace(Question question, ValueTree tree, boolean forced) {
    /** Empty if there is no answer to look at, or if it was written in other tokens than the tokenizer's. */
    static Optional<AnswerPlace> find(ExpectedAnswer ending, Row row, String text, ValueTrees trees) {
        return switch (ending.finder().find(text)) {
            case Finding.Found found -> found(ending, found, row, text, trees);
            case Finding.Missing missing -> ending.force() ? forced(ending, row, trees) : Optional.empty();
            case Finding.Refused refused -> Optional.empty();
        };
    }

    /** How many tokens the row has together with the longest of the values. */
    int reach() {
        return question.kept() + question.tail().length + tree.branches().longest();
    }

    private static Optional<AnswerPlace> forced(ExpectedAnswer ending, Row row, ValueTrees trees) {
        ValueTree tree = trees.of(ending.lead(), ending.values())
                .orElseThrow(() -> UserError.input(
                        "an answer cannot be forced: to this model's tokenizer the values %s after \"%s\" have no beginning in common, or are not different; set force: false"
                                .formatted(ending.values(), ending.lead().strip())));
        int[] unseen = Arrays.copyOfRange(row.tokens(), row.fed(), row.size());
        return Optional.of(new AnswerPlace(question(row.fed(), concat(unseen, tree.before()), tree), tree, true));
    }

    private static Optional<AnswerPlace> found(
            ExpectedAnswer ending, Finding.Found found, Row row, String text, ValueTrees trees) {
        String lead = text.substring(found.lead(), found.value());
        int value = ending.values().indexOf(text.substring(found.value(), found.end()));
        int at = tokenAt(row, text.substring(0, found.value()), trees.tokenizer());
        if (value < 0 || at < 1) {
            return Optional.empty();
        }
        // The model need not have written the answer in the tokens that the tokenizer would choose.
        return trees.of(lead, ending.values())
                .filter(tree -> stands(tree.tokens(value), row.tokens(), at))
                .map(tree -> new AnswerPlace(question(at - 1, new int[] {row.tokens()[at - 1]}, tree), tree, false));
    }

    private static Question question(int kept, int[] tail, ValueTree tree) {
        return new Question(kept, tail, tree.branches(), tree.options());
    }

    private static boolean stands(int[] part, int[] tokens, int at) {
        return at + part.length <= tokens.length && Arrays.equals(part, 0, part.length, tokens, at, at + part.length);
    }

    /** The place of the token that holds the first character after a text; -1 if there is none. */
    private static int tokenAt(Row row, String before, Tokenizer tokenizer) {
        int[] tokens = row.tokens();
        TextStream text = tokenizer.stream(false);
        int seen = 0;
        for (int i = 0; i < tokens.length; i++) {
            seen += text.add(tokens[i]).length();
            if (seen > before.length()) {
                return i;
            }
        }
        return -1;
    }

    static int[] concat(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
