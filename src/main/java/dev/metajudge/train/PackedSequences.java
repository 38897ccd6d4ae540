package dev.metajudge.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs laid one after the other without padding, for one pass of the decoder. A pair is its prompt, then the chosen,
 * then the rejected completion, if it has one, whose positions go on from the prompt and which does not see the chosen
 * one. A completion's last token is only predicted, never read.
 *
 * @param pairs what is packed, in order
 */
record PackedSequences(List<PairTokens> pairs) {
    PackedSequences {
        pairs = List.copyOf(pairs);
    }

    /** The decoder program's arguments: ids, positions, spans, places, targets, owner. */
    NDArray[] arrays(NDManager scope) {
        var layout = new Layout();
        for (int i = 0; i < pairs.size(); i++) {
            layout.add(pairs.get(i), i);
        }
        return new NDArray[] {
            scope.create(longs(layout.ids)),
            scope.create(longs(layout.positions)),
            scope.create(longs(layout.spans), new Shape(pairs.size(), 4)),
            scope.create(longs(layout.places)),
            scope.create(longs(layout.targets)),
            scope.create(longs(layout.owners))
        };
    }

    private static long[] longs(List<Integer> numbers) {
        return numbers.stream().mapToLong(Integer::longValue).toArray();
    }

    private static final class Layout {
        private final List<Integer> ids = new ArrayList<>();
        private final List<Integer> positions = new ArrayList<>();
        private final List<Integer> spans = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();
        private final List<Integer> targets = new ArrayList<>();
        private final List<Integer> owners = new ArrayList<>();

        void add(PairTokens pair, int number) {
            int start = ids.size();
            spans.addAll(List.of(
                    start, pair.prompt().length, pair.chosen().length - 1, Math.max(0, pair.rejected().length - 1)));
            for (int i = 0; i < pair.prompt().length; i++) {
                ids.add(pair.prompt()[i]);
                positions.add(i);
            }
            complete(pair.chosen(), start, pair.prompt().length, 2 * number);
            complete(pair.rejected(), start, pair.prompt().length, 2 * number + 1);
        }

        /** Adds a completion; its first token is predicted at the prompt's last. */
        private void complete(int[] completion, int start, int prompt, int owner) {
            int place = start + prompt - 1;
            for (int i = 0; i < completion.length; i++) {
                places.add(place);
                targets.add(completion[i]);
                owners.add(owner);
                if (i < completion.length - 1) {
                    place = ids.size();
                    ids.add(completion[i]);
                    positions.add(prompt + i);
                }
            }
        }
    }
}
