package dev.metajudge.data;

import dev.metajudge.measure.RatingRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which ratings and scores to read.
 *
 * @param ratings the file with the human ratings
 * @param human their column
 * @param range their scale; without it the one seen in the data
 * @param scorers whose scores; may be none
 * @param id the column that tells items apart; without it "id" where a file has that, or must; "-" for none
 * @param length a column with a length, or with a text whose characters count
 */
public record RatedQuery(
        Path ratings,
        String human,
        Optional<RatingRange> range,
        List<ScoreSource> scorers,
        Optional<String> id,
        Optional<String> length) {
    /** Says that no column tells the items apart. */
    public static final String NO_ID = "-";

    public RatedQuery {
        scorers = List.copyOf(scorers);
    }

    /**
     * Where a scorer's scores are.
     *
     * @param name what it is called; without it what its lines' "scorer" says, else its column
     * @param file joined to the ratings by id; empty: the ratings' own file
     * @param columns the score's; or several, each a score of the same item, whose frequencies are its distribution
     * @param range the scores' scale; without it what their distributions say, else the ratings'
     */
    public record ScoreSource(
            Optional<String> name, Optional<Path> file, List<String> columns, Optional<RatingRange> range) {
        public ScoreSource {
            columns = List.copyOf(columns);
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("a scorer needs a column");
            }
        }
    }

    boolean joins() {
        return scorers.stream().anyMatch(scorer -> scorer.file().isPresent());
    }
}
