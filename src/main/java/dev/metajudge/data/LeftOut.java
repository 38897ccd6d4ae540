package dev.metajudge.data;

import dev.metajudge.data.RatedReader.Rated;
import dev.metajudge.measure.RatingRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts one scorer's scores that do not count, with the first place of each kind. */
final class LeftOut {
    private final String name;
    private final Kind absent = new Kind();
    private final Kind empty = new Kind();
    private final Kind outside = new Kind();
    private long samples;

    private static final class Kind {
        private long count;
        private String first = "";

        void add(long more, String place) {
            first = count == 0 ? place : first;
            count += more;
        }
    }

    LeftOut(String name) {
        this.name = name;
    }

    /** The score without what is not valid, which is counted; without a range nothing is outside. */
    RawScore count(Rated item, RawScore score, @Nullable RatingRange range) {
        RawScore valid = range == null ? score : score.within(range);
        samples += score.values().length;
        if (!score.isThere()) {
            absent.add(1, item.place());
        } else if (score.values().length == 0) {
            empty.add(1, score.place());
        } else if (valid.values().length < score.values().length) {
            outside.add(score.values().length - valid.values().length, score.place());
        }
        return valid;
    }

    List<String> notes(int items, RatingRange range) {
        var notes = new ArrayList<String>();
        if (absent.count > 0) {
            notes.add("%s: %,d of %,d rated items have no line among the scores; the first: %s"
                    .formatted(name, absent.count, items, absent.first));
        }
        if (empty.count > 0) {
            notes.add("%s: %,d of %,d items have no score; the first: %s"
                    .formatted(name, empty.count, items, empty.first));
        }
        if (outside.count > 0) {
            notes.add("%s: %,d of %,d scores are outside %s, invalid, and left out; the first: %s"
                    .formatted(name, outside.count, samples, range, outside.first));
        }
        return notes;
    }
}
