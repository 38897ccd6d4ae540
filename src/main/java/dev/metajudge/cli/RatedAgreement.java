package dev.metajudge.cli;

import dev.metajudge.data.RatedItems;
import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.agreement.Agreement;
import dev.metajudge.measure.agreement.Comparison;
import dev.metajudge.measure.agreement.Estimate;
import dev.metajudge.measure.agreement.Holm;
import dev.metajudge.measure.agreement.Metric;
import dev.metajudge.report.TrustPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How far scorers agree with human ratings, for people, for programs, and as a page. */
final class RatedAgreement {
    private static final int SIDE_BY_SIDE = 3;
    private static final int MOST_PAIRED = 5;

    private final RatedItems items;
    private final List<Agreement> agreements;
    private final List<Pair> pairs;
    private final List<String> notes;

    /**
     * Two scorers compared by one measure.
     *
     * @param pHolm the p-value, adjusted for all pairs of this measure; without others it is p itself
     */
    record Pair(
            String first,
            String second,
            String metric,
            Estimate difference,
            Optional<Double> p,
            Optional<Double> pHolm) {}

    private RatedAgreement(RatedItems items, List<Agreement> agreements, List<Pair> pairs, List<String> notes) {
        this.items = items;
        this.agreements = agreements;
        this.pairs = pairs;
        this.notes = notes;
    }

    /** How many pieces of work {@link #of} does. */
    static int pieces(RatedItems items) {
        return items.scorers().size() + Metric.values().length * places(items).size();
    }

    /** Measures all; {@code step} is called after each piece. */
    static RatedAgreement of(RatedItems items, Bootstrap bootstrap, long seed, Runnable step) {
        double[] human = items.human();
        var agreements = IntStream.range(0, items.scorers().size())
                .parallel()
                .mapToObj(i -> {
                    var agreement = Agreement.of(items.scores(i), human, items.range(), bootstrap, seed);
                    step.run();
                    return agreement;
                })
                .toList();
        var notes = new ArrayList<>(items.notes());
        if (agreements.size() > MOST_PAIRED) {
            notes.add("of more than " + MOST_PAIRED + " scorers, each is compared with the first");
        }
        var pairs = new ArrayList<Pair>();
        for (Metric metric : Metric.values()) {
            var comparisons = places(items).parallelStream()
                    .map(place -> {
                        var scores = new Comparison.Scores(
                                items.scores(place[0]), items.scores(place[1]), human, items.range());
                        var comparison = Comparison.of(metric, scores, bootstrap, seed);
                        step.run();
                        return comparison;
                    })
                    .toList();
            pairs.addAll(adjusted(comparisons, items));
        }
        return new RatedAgreement(items, agreements, pairs, notes);
    }

    /** Which scorers are compared: each with each while they are few, else each with the first. */
    private static List<int[]> places(RatedItems items) {
        int scorers = items.scorers().size();
        return IntStream.range(0, scorers)
                .boxed()
                .flatMap(i -> IntStream.range(i + 1, scorers).mapToObj(j -> new int[] {i, j}))
                .filter(place -> scorers <= MOST_PAIRED || place[0] == 0)
                .toList();
    }

    private static List<Pair> adjusted(List<Comparison> comparisons, RatedItems items) {
        var places = places(items);
        var tested = comparisons.stream().flatMap(one -> one.p().stream()).toList();
        var adjusted = Holm.adjusted(tested).iterator();
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < places.size(); i++) {
            var one = comparisons.get(i);
            pairs.add(new Pair(
                    items.scorers().get(places.get(i)[0]).name(),
                    items.scorers().get(places.get(i)[1]).name(),
                    one.metric().label(),
                    one.difference(),
                    one.p(),
                    one.p().map(ignored -> adjusted.next())));
        }
        return pairs;
    }

    List<String> lines() {
        var figures = new Figures();
        var lines = new ArrayList<String>();
        lines.add("%s items, human ratings on %s, intervals of 95%%"
                .formatted(Numbers.count(items.items()), items.range()));
        for (int from = 0; from < agreements.size(); from += SIDE_BY_SIDE) {
            lines.add("");
            lines.addAll(side(figures, from, Math.min(from + SIDE_BY_SIDE, agreements.size())));
        }
        if (!pairs.isEmpty()) {
            lines.add("");
            lines.addAll(differences(figures));
        }
        lines.addAll(figures.notes(notes));
        return lines;
    }

    private List<String> side(Figures figures, int from, int to) {
        var names = IntStream.range(from, to).mapToObj(this::name);
        var table = new Table(Stream.concat(Stream.of(""), names).toArray(String[]::new));
        for (Metric metric : Metric.values()) {
            var cells = IntStream.range(from, to)
                    .mapToObj(i -> figures.cell(
                            name(i) + ", " + metric.label(), agreements.get(i).figure(metric), 4));
            table.row(Stream.concat(Stream.of(metric.label()), cells).toArray());
        }
        return table.lines();
    }

    private List<String> differences(Figures figures) {
        boolean several = pairs.size() > Metric.values().length;
        var headers = new ArrayList<>(List.of("paired, first - second", "measure", "difference", "p"));
        if (several) {
            headers.add("p (Holm)");
        }
        var table = new Table(headers.toArray(String[]::new));
        for (Pair pair : pairs) {
            var who = Plain.cell(pair.first(), 40) + " - " + Plain.cell(pair.second(), 40);
            var cells = new ArrayList<Object>(List.of(
                    who,
                    pair.metric(),
                    figures.cell(who + ", " + pair.metric(), pair.difference(), 4),
                    Figures.p(pair.p())));
            if (several) {
                cells.add(Figures.p(pair.pHolm()));
            }
            table.row(cells.toArray());
        }
        return table.lines();
    }

    private String name(int scorer) {
        return Plain.cell(items.scorers().get(scorer).name(), 40);
    }

    /** What a program reads. */
    Map<String, Object> answer() {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("items", items.items());
        answer.put("range", items.range().toString());
        var scorers = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < agreements.size(); i++) {
            var one = new LinkedHashMap<String, Object>();
            one.put("scorer", items.scorers().get(i).name());
            agreements.get(i).figures().forEach((metric, figure) -> one.put(key(metric), figure));
            scorers.add(one);
        }
        answer.put("scorers", scorers);
        answer.put("comparisons", pairs);
        answer.put("notes", notes);
        return answer;
    }

    static String key(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT);
    }

    String page(String source, Bootstrap bootstrap, long seed) {
        var figures = new Figures();
        var page = new TrustPage(
                "Agreement with human ratings",
                "%s: %s items, rated on %s. Intervals of 95%% by %s bootstrap resamples, p by as many permutations."
                        .formatted(
                                source,
                                Numbers.count(items.items()),
                                items.range(),
                                Numbers.count(bootstrap.resamples())));
        tables(page, figures);
        RatedCharts.add(page, items, bootstrap, seed);
        var remarks = new ArrayList<>(notes);
        remarks.addAll(figures.reasons());
        return page.notes(remarks).html();
    }

    private void tables(TrustPage page, Figures figures) {
        var headers = new ArrayList<>(List.of("scorer"));
        Stream.of(Metric.values()).map(Metric::label).forEach(headers::add);
        page.table(
                "How far each scorer agrees",
                "Correlations are 1 where scores and ratings move together, kappa is 1 where they are equal; pairwise accuracy"
                        + " is 0.5 by chance. Of the error less is better.",
                headers,
                IntStream.range(0, agreements.size())
                        .mapToObj(i -> Stream.concat(
                                        Stream.of(items.scorers().get(i).name()),
                                        Stream.of(Metric.values())
                                                .map(metric -> figures.cell(
                                                        items.scorers().get(i).name() + ", " + metric.label(),
                                                        agreements.get(i).figure(metric),
                                                        3)))
                                .toList())
                        .toList());
        if (!pairs.isEmpty()) {
            differences(page, figures);
        }
    }

    private void differences(TrustPage page, Figures figures) {
        page.table(
                "Is one better than another?",
                "Differences on the same items, with paired intervals; p of a permutation test that swaps the two"
                        + " scorers' scores item by item, and the same adjusted for all pairs (Holm).",
                List.of("first - second", "measure", "difference", "p", "p (Holm)"),
                pairs.stream()
                        .map(pair -> List.of(
                                pair.first() + " - " + pair.second(),
                                pair.metric(),
                                figures.cell(
                                        pair.first() + " - " + pair.second() + ", " + pair.metric(),
                                        pair.difference(),
                                        3),
                                Figures.p(pair.p()),
                                Figures.p(pair.pHolm())))
                        .toList());
    }
}
