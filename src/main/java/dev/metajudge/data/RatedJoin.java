package dev.metajudge.data;

import dev.metajudge.UserError;
import dev.metajudge.data.RatedItems.Scored;
import dev.metajudge.data.RatedQuery.ScoreSource;
import dev.metajudge.data.RatedReader.Name;
import dev.metajudge.data.RatedReader.Rated;
import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.calibration.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** From what was read to items that count: scales are settled, what is not valid is left out and told. */
final class RatedJoin {
    private final RatedQuery query;
    private final List<Rated> rated;
    private final List<Name> names;
    private final List<String> notes = new ArrayList<>();

    RatedJoin(RatedQuery query, List<Rated> rated, List<Name> names) {
        this.query = query;
        this.rated = rated;
        this.names = names;
    }

    RatedItems items() {
        RatingRange range = query.range().orElseGet(this::seen);
        List<Rated> with = withRatings(range);
        var ranges = new ArrayList<RatingRange>();
        for (int scorer = 0; scorer < names.size(); scorer++) {
            ranges.add(scale(scorer, range));
        }
        List<Rated> kept = withScores(with, ranges);
        Optional<double[]> lengths = lengths(kept);
        if (kept.isEmpty()) {
            throw UserError.input(query.ratings() + ": no item has both a human rating and valid scores"
                    + (notes.isEmpty() ? "" : ":\n  " + String.join("\n  ", notes)));
        }
        var scored = new ArrayList<Scored>();
        for (int scorer = 0; scorer < names.size(); scorer++) {
            scored.add(scored(kept, scorer, ranges.get(scorer)));
        }
        return new RatedItems(
                kept.stream().mapToDouble(item -> item.human().orElseThrow()).toArray(),
                range,
                scored,
                lengths,
                notes,
                FileDigest.of(Stream.concat(
                                Stream.of(query.ratings()),
                                query.scorers().stream().flatMap(source -> source.file().stream()))
                        .toList()));
    }

    /** The whole scores from the lowest to the highest seen, of people and of scorers without a scale of their own. */
    private RatingRange seen() {
        var values = DoubleStream.builder();
        for (Rated item : rated) {
            item.human().ifPresent(values);
            for (int i = 0; i < names.size(); i++) {
                boolean own = query.scorers().get(i).range().isPresent()
                        || item.scores()[i].distribution().isPresent();
                DoubleStream.of(own ? new double[0] : item.scores()[i].values()).forEach(values);
            }
        }
        var seen = values.build().map(value -> Math.floor(value + 0.5)).summaryStatistics();
        if (seen.getCount() == 0) {
            throw UserError.input(query.ratings() + ": \"" + query.human() + "\" has no rating in any row");
        } else if (seen.getMax() - seen.getMin() >= RatingRange.MOST_LABELS || Math.abs(seen.getMax()) > 1e6) {
            throw UserError.input("%s: the values go from %s to %s; say the scale with --range LOW-HIGH"
                    .formatted(query.ratings(), seen.getMin(), seen.getMax()));
        }
        int low = (int) seen.getMin();
        var range = new RatingRange(low, Math.max(low + 1, (int) seen.getMax()));
        notes.add("the scale is taken to be " + range + ", the whole scores seen; --range says another");
        return range;
    }

    private List<Rated> withRatings(RatingRange range) {
        var kept = new ArrayList<Rated>();
        for (Rated item : rated) {
            if (item.human().isEmpty()) {
                continue;
            }
            double rating = item.human().getAsDouble();
            if (query.range().isPresent() && !RawScore.isIn(range, rating)) {
                throw UserError.input("%s: the human rating is %s, outside %s"
                        .formatted(item.place(), String.valueOf(rating), range));
            }
            kept.add(item);
        }
        int missing = rated.size() - kept.size();
        if (missing > 0) {
            var first = rated.stream()
                    .filter(item -> item.human().isEmpty())
                    .findFirst()
                    .orElseThrow();
            notes.add("%,d of %,d items have no human rating and are left out; the first: %s"
                    .formatted(missing, rated.size(), first.place()));
        }
        return kept;
    }

    /** A scorer's scale: as given, else from its first distribution, else the ratings'. */
    private RatingRange scale(int scorer, RatingRange ratings) {
        ScoreSource source = query.scorers().get(scorer);
        Optional<RatingRange> labels = rated.stream()
                .map(item -> item.scores()[scorer])
                .flatMap(score -> score.distribution().stream())
                .findFirst()
                .filter(first -> first.size() > 1)
                .map(first -> new RatingRange(first.firstKey(), first.lastKey()));
        var scale = source.range().or(() -> labels).orElse(ratings);
        for (Rated item : rated) {
            RawScore score = item.scores()[scorer];
            score.distribution().filter(p -> isOutside(p, scale)).ifPresent(p -> {
                throw UserError.input("%s: the distribution goes from %d to %d, but the scale is %s"
                        .formatted(score.place(), p.firstKey(), p.lastKey(), scale));
            });
            score.layers().filter(layers -> layers[0].length != scale.size()).ifPresent(layers -> {
                throw UserError.input("%s: \"layers\" has %d logits a layer, but %s has %d scores"
                        .formatted(score.place(), layers[0].length, scale, scale.size()));
            });
        }
        if (!scale.equals(ratings)) {
            notes.add(names.get(scorer).name() + ": scores of " + scale + " are put at the same places of " + ratings);
        }
        return scale;
    }

    private static boolean isOutside(SortedMap<Integer, Double> p, RatingRange scale) {
        return p.firstKey() < scale.low() || p.lastKey() > scale.high();
    }

    private List<Rated> withScores(List<Rated> items, List<RatingRange> ranges) {
        var counts = new ArrayList<LeftOut>();
        names.forEach(name -> counts.add(new LeftOut(name.name())));
        var kept = new ArrayList<Rated>();
        for (Rated item : items) {
            boolean all = true;
            for (int i = 0; i < counts.size(); i++) {
                boolean checked = query.range().isPresent()
                        || query.scorers().get(i).range().isPresent()
                        || item.scores()[i].distribution().isPresent();
                RawScore valid = counts.get(i).count(item, item.scores()[i], checked ? ranges.get(i) : null);
                item.scores()[i] = valid;
                all &= valid.values().length > 0;
            }
            if (all) {
                kept.add(item);
            }
        }
        for (int i = 0; i < counts.size(); i++) {
            notes.addAll(counts.get(i).notes(items.size(), ranges.get(i)));
        }
        if (names.size() > 1 && kept.size() < items.size()) {
            notes.add("scorers are compared on the %,d items that all of them scored".formatted(kept.size()));
        }
        return kept;
    }

    private Optional<double[]> lengths(List<Rated> kept) {
        if (query.length().isEmpty()) {
            return Optional.empty();
        }
        for (Rated item : kept) {
            if (item.length().isEmpty()) {
                throw UserError.input(item.place() + ": \"" + query.length().get() + "\" is empty");
            }
        }
        return Optional.of(
                kept.stream().mapToDouble(item -> item.length().orElseThrow()).toArray());
    }

    private Scored scored(List<Rated> kept, int scorer, RatingRange range) {
        var scores = kept.stream().map(item -> item.scores()[scorer]).toList();
        double[] means = scores.stream()
                .mapToDouble(score -> DoubleStream.of(score.values()).average().orElseThrow())
                .toArray();
        boolean samples = query.scorers().get(scorer).columns().size() > 1;
        boolean distributed =
                scores.stream().allMatch(score -> score.distribution().isPresent());
        if (!distributed
                && scores.stream().anyMatch(score -> score.distribution().isPresent())) {
            notes.add(names.get(scorer).name() + ": some scores have no distribution, so none is used");
        }
        Optional<double[][]> rows = samples
                ? Optional.of(
                        scores.stream().map(score -> score.frequencies(range)).toArray(double[][]::new))
                : distributed
                        ? Optional.of(scores.stream()
                                .map(score -> score.distribution(range))
                                .toArray(double[][]::new))
                        : Optional.empty();
        int depth = scores.getFirst().layers().map(layers -> layers.length).orElse(0);
        boolean layered = depth > 0
                && scores.stream()
                        .allMatch(score -> score.layers()
                                .filter(layers -> layers.length == depth)
                                .isPresent());
        return new Scored(
                names.get(scorer).name(),
                names.get(scorer).said(),
                new Predictions(range, means, rows),
                layered
                        ? Optional.of(scores.stream()
                                .map(score -> score.layers().orElseThrow())
                                .toArray(double[][][]::new))
                        : Optional.empty());
    }
}
