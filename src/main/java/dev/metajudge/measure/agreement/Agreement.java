package dev.metajudge.measure.agreement;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Ranks;
import dev.metajudge.measure.RatingRange;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far one scorer agrees with human ratings.
 *
 * @param items how many were rated and scored
 * @param figures one for every measure asked for
 */
public record Agreement(int items, Map<Metric, Estimate> figures) {
    public Agreement {
        figures = Collections.unmodifiableMap(new EnumMap<>(figures));
    }

    /** Every measure; the resamples are the same for all of them. */
    public static Agreement of(double[] scores, double[] human, RatingRange range, Bootstrap bootstrap, long seed) {
        return of(List.of(Metric.values()), new Paired(scores, human, range), bootstrap, seed);
    }

    /** Some measures. */
    public static Agreement of(List<Metric> metrics, Paired paired, Bootstrap bootstrap, long seed) {
        var figures = new EnumMap<Metric, Estimate>(Metric.class);
        for (Metric metric : metrics) {
            double[] scores = metric.seesOrderAlone() ? Ranks.codes(paired.scores()) : paired.scores();
            double[] human = metric.seesOrderAlone() ? Ranks.codes(paired.human()) : paired.human();
            figures.put(
                    metric,
                    Estimate.of(
                            paired.items(),
                            drawn -> metric.of(
                                    Bootstrap.pick(scores, drawn), Bootstrap.pick(human, drawn), paired.range()),
                            Estimate.why(paired.scores(), paired.human()),
                            bootstrap,
                            seed));
        }
        return new Agreement(paired.items(), figures);
    }

    /** One measure. */
    public Estimate figure(Metric metric) {
        var figure = figures.get(metric);
        if (figure == null) {
            throw new IllegalArgumentException(metric + " was not asked for");
        }
        return figure;
    }

    /**
     * A scorer's scores beside the ratings, both in one range.
     *
     * @param scores one an item
     * @param human one an item
     */
    public record Paired(double[] scores, double[] human, RatingRange range) {
        public Paired {
            if (scores.length != human.length) {
                throw new IllegalArgumentException(scores.length + " scores, but " + human.length + " ratings");
            }
            scores = Arrays.copyOf(scores, scores.length);
            human = Arrays.copyOf(human, human.length);
        }

        public int items() {
            return human.length;
        }
    }
}
