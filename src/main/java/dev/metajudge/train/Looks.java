package dev.metajudge.train;

import java.util.List;
import java.util.Optional;

/**
 * Where early stopping stands: all of it follows from the looks so far, so that a resumed training stops where an
 * uninterrupted one does.
 *
 * @param all in order
 */
record Looks(List<Evaluation> all) {
    /** The first look with the lowest loss. */
    Optional<Evaluation> best() {
        return all.stream().reduce((best, look) -> look.loss() < best.loss() ? look : best);
    }

    /** Whether the last look is the best. */
    boolean lastIsBest() {
        return best().map(best -> best.equals(all.getLast())).orElse(false);
    }

    /** Whether as many looks in a row as patience has were no better than one before. */
    boolean out(int patience) {
        return patience > 0
                && best().map(best -> all.size() - 1 - all.indexOf(best) >= patience)
                        .orElse(false);
    }
}
