package dev.metajudge.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Settings laid over each other, lowest first: defaults, the file, one {@code --set} after the other. A list under
 * {@code rounds} replaces a lower one whole; its entries stand over the sections of its own layer and those below, and
 * under the sections of those above, so that {@code --set judge.samples=5} holds in every round. A number under
 * {@code rounds} says how many rounds and leaves the list below as it is.
 */
final class RecipeLayers {
    static final String ROUNDS = "rounds";
    static final String ROUND_COUNT = "roundCount";

    private final Problems problems;
    private Node.Mapping below;
    private Node.Mapping above;
    private List<Node> entries = List.of();
    private OptionalInt count = OptionalInt.empty();

    /** @param file where a problem lies that lies in no single setting */
    RecipeLayers(Place file, Problems problems) {
        this.problems = problems;
        this.below = new Node.Mapping(file, Map.of());
        this.above = below;
    }

    /** Lays settings over those that are there. */
    void add(Node.Mapping layer) {
        var own = layer.without(List.of(ROUNDS, ROUND_COUNT));
        var rounds = layer.entries().get(ROUNDS);
        if (rounds instanceof Node.Sequence list && !list.items().isEmpty()) {
            below = every().overlaid(own);
            above = new Node.Mapping(own.place(), Map.of());
            entries = list.items();
            count = OptionalInt.empty();
        } else {
            above = above.overlaid(own);
            number(rounds).ifPresent(number -> count = OptionalInt.of(number));
        }
        roundCount(layer.entries().get(ROUND_COUNT), rounds);
    }

    private Optional<Integer> number(@Nullable Node rounds) {
        if (rounds == null) {
            return Optional.empty();
        }
        if (!(rounds instanceof Node.Scalar scalar) || scalar.kind() != Node.Kind.NUMBER) {
            var found = rounds instanceof Node.Sequence ? "an empty list" : rounds.described();
            problems.add(
                    rounds.place(), "rounds needs a number of rounds, or a list with an entry a round, not " + found);
            return Optional.empty();
        }
        return whole(ROUNDS, scalar, 1);
    }

    private void roundCount(@Nullable Node written, @Nullable Node rounds) {
        if (written == null) {
            return;
        }
        if (rounds instanceof Node.Scalar) {
            problems.add(written.place(), "rounds and roundCount both say how many rounds; leave one of them out");
        }
        whole(ROUND_COUNT, written, 0)
                .ifPresent(number -> count = number == 0 ? OptionalInt.empty() : OptionalInt.of(number));
    }

    private Optional<Integer> whole(String name, Node written, int least) {
        try {
            int number = (Integer) ScalarValue.of(int.class, written);
            if (number >= least) {
                return Optional.of(number);
            }
            problems.add(written.place(), name + " must be " + least + " or more, not " + number);
        } catch (IllegalArgumentException e) {
            problems.add(written.place(), name + " " + e.getMessage());
        }
        return Optional.empty();
    }

    /** What holds in every round, where its entry says nothing else. */
    Node.Mapping every() {
        return below.overlaid(above);
    }

    /** The entries as they are written. */
    List<Node> entries() {
        return entries;
    }

    /** What holds in an entry's round. */
    Node.Mapping round(Node.Mapping entry) {
        return below.overlaid(entry).overlaid(above);
    }

    /** How many rounds. */
    int count() {
        return count.orElse(entries.size());
    }
}
