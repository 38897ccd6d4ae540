package dev.metajudge.backend.embedded;

import dev.metajudge.UserError;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.ScoreRequest;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A score position in tokens.
 *
 * @param prompt the tokens up to it
 * @param tree the values that may come there
 */
record ScorePlace(int[] prompt, ValueTree tree) {
    /** Finds score positions; what it learns about one lead holds for all requests with it. */
    static final class Finder {
        /** So much of a text's end is tried as the answer's lead. */
        private static final int LONGEST_LEAD = 80;

        private final InputTokens inputs;
        private final Tokenizer tokenizer;
        private final ValueTrees trees;

        Finder(LoadedModel model) {
            inputs = new InputTokens(model);
            tokenizer = model.tokenizer();
            trees = new ValueTrees(tokenizer);
        }

        ScorePlace find(ScoreRequest request) {
            int[] ids = inputs.of(request.prompt());
            if (ids.length == 0) {
                throw UserError.input("%s: its prompt is empty".formatted(request.id()));
            }
            if (request.prompt() instanceof Input.Text(String text)
                    && request.lead().isEmpty()) {
                return atEnd(request, text, ids);
            }
            ValueTree tree =
                    trees.of(request.lead(), request.values()).orElseThrow(() -> unfit(request, request.lead()));
            return new ScorePlace(AnswerPlace.concat(ids, tree.before()), tree);
        }

        /** The text's own end is the lead: a value may share a token with it (" 5"), so it is tokenised anew. */
        private ScorePlace atEnd(ScoreRequest request, String text, int[] ids) {
            for (int from = text.length() - 1; from >= 0 && text.length() - from <= LONGEST_LEAD; from--) {
                if (!begins(text, from)) {
                    continue;
                }
                String lead = text.substring(from);
                int[] written = tokenizer.encodeAfterText(lead);
                int rest = ids.length - written.length;
                if (rest >= 0 && Arrays.equals(ids, rest, ids.length, written, 0, written.length)) {
                    Optional<ValueTree> tree = trees.of(lead, request.values());
                    if (tree.isPresent()) {
                        return new ScorePlace(
                                AnswerPlace.concat(
                                        Arrays.copyOf(ids, rest), tree.get().before()),
                                tree.get());
                    }
                }
            }
            return whole(request, text);
        }

        /** Whether a word or a line begins there. */
        private static boolean begins(String text, int at) {
            boolean blank = Character.isWhitespace(text.charAt(at));
            return at == 0 || text.charAt(at) == '\n' || (!blank && Character.isWhitespace(text.charAt(at - 1)));
        }

        private ScorePlace whole(ScoreRequest request, String text) {
            ValueTree tree = ValueTree.of(request.values().stream()
                            .map(value -> inputs.of(new Input.Text(text + value)))
                            .toList())
                    .orElseThrow(() -> unfit(request, text.substring(Math.max(0, text.length() - 20))));
            return new ScorePlace(tree.before(), tree);
        }

        private static UserError unfit(ScoreRequest request, String lead) {
            return UserError.input(
                    "%s: this model's tokenizer does not tell the scores %s to %s apart after \"%s\"; choose another --range or another lead"
                            .formatted(
                                    request.id(),
                                    request.values().getFirst(),
                                    request.values().getLast(),
                                    lead));
        }
    }
}
