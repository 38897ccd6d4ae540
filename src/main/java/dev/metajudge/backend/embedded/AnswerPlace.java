package dev.metajudge.backend.embedded;

import dev.metajudge.UserError;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.ExpectedAnswer.Finding;
import dev.metajudge.model.engine.Generator.Question;
import dev.metajudge.model.engine.Row;
import dev.metajudge.model.tokenizer.TextStream;
import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where in a row the answer's value stands, in tokens. Which tokens mean which value, and where the text before them
 * ends, is found by tokenising the whole answer with each value ("Score: 5" is {@code Score : Ġ 5} to one tokenizer,
 * {@code Score :  5} to another).
 *
 * @param question what to ask of the decoder: the row up to the value, and the values' tokens
 * @param forced whether the value is to be added
 */
record AnswerPlace(Question question, boolean forced) {
    /** Empty if there is no answer to look at, or if its values are not told apart by one token. */
    static Optional<AnswerPlace> find(ExpectedAnswer ending, Row row, String text, Tokenizer tokenizer) {
        return switch (ending.finder().find(text)) {
            case Finding.Found found -> found(ending, found, row, text, tokenizer);
            case Finding.Missing missing -> ending.force() ? forced(ending, row, tokenizer) : Optional.empty();
            case Finding.Refused refused -> Optional.empty();
        };
    }

    private static Optional<AnswerPlace> forced(ExpectedAnswer ending, Row row, Tokenizer tokenizer) {
        Values values = Values.of(ending.lead(), ending.values(), tokenizer)
                .orElseThrow(() -> UserError.input(
                        "an answer cannot be forced: this model's tokenizer does not tell the values %s after \"%s\" apart by one token; set force: false"
                                .formatted(ending.values(), ending.lead().strip())));
        int[] unseen = Arrays.copyOfRange(row.tokens(), row.fed(), row.size());
        return Optional.of(
                new AnswerPlace(new Question(row.fed(), concat(unseen, values.before()), values.ids()), true));
    }

    private static Optional<AnswerPlace> found(
            ExpectedAnswer ending, Finding.Found found, Row row, String text, Tokenizer tokenizer) {
        String lead = text.substring(found.lead(), found.value());
        int value = ending.values().indexOf(text.substring(found.value(), found.end()));
        int at = tokenAt(row, text.substring(0, found.value()), tokenizer);
        if (value < 0 || at < 1) {
            return Optional.empty();
        }
        // The model need not have written the answer in the tokens that the tokenizer would choose.
        return Values.of(lead, ending.values(), tokenizer)
                .filter(values -> values.ids()[value] == row.tokens()[at])
                .map(values ->
                        new AnswerPlace(new Question(at - 1, new int[] {row.tokens()[at - 1]}, values.ids()), false));
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

    private static int[] concat(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /**
     * An answer's values as tokens.
     *
     * @param before the tokens that all of them begin with
     * @param ids the one token after those that tells each value from the others
     */
    private record Values(int[] before, int[] ids) {
        static Optional<Values> of(String lead, List<String> values, Tokenizer tokenizer) {
            List<int[]> all = values.stream()
                    .map(value -> tokenizer.encodeAfterText(lead + value))
                    .toList();
            int common = all.getFirst().length - 1;
            if (common < 1) {
                return Optional.empty();
            }
            int[] before = Arrays.copyOf(all.getFirst(), common);
            boolean alike = all.stream()
                    .allMatch(ids -> ids.length == common + 1 && Arrays.equals(ids, 0, common, before, 0, common));
            return alike
                    ? Optional.of(new Values(
                            before, all.stream().mapToInt(ids -> ids[common]).toArray()))
                    : Optional.empty();
        }
    }
}
