package dev.metajudge.cli;

import dev.metajudge.data.RatedItems;
import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Correlation;
import dev.metajudge.measure.agreement.Estimate;
import dev.metajudge.measure.agreement.Metric;
import dev.metajudge.measure.calibration.BiasProfile;
import dev.metajudge.measure.calibration.Mitigation;
import dev.metajudge.measure.calibration.Predictions;
import dev.metajudge.measure.calibration.Split;
import dev.metajudge.report.TrustPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the scores look like beside the ratings, and what mitigates their bias. */
final class BiasFindings {
    private static final int FEWEST = 4;

    private final RatedItems items;
    private final List<Column> columns;
    private final List<Mitigation> mitigations;
    private final List<String> notes;
    private final int heldOut;

    /**
     * One sample: the humans' or a scorer's.
     *
     * @param length Spearman with the items' lengths, if they are known
     */
    record Column(String name, BiasProfile profile, Optional<Estimate> length) {}

    private BiasFindings(
            RatedItems items, List<Column> columns, List<Mitigation> mitigations, List<String> notes, int heldOut) {
        this.items = items;
        this.columns = columns;
        this.mitigations = mitigations;
        this.notes = notes;
        this.heldOut = heldOut;
    }

    static BiasFindings of(RatedItems items, double fitShare, Bootstrap bootstrap, long seed) {
        var columns = new ArrayList<Column>();
        columns.add(column("human ratings", items.human(), items, bootstrap, seed));
        for (int i = 0; i < items.scorers().size(); i++) {
            columns.add(column(items.scorers().get(i).name(), items.scores(i), items, bootstrap, seed));
        }
        var notes = new ArrayList<>(items.notes());
        var split = Split.of(items.items(), fitShare, seed);
        List<Mitigation> mitigations = List.of();
        if (!items.scorers().isEmpty() && items.items() < FEWEST) {
            notes.add("too few items to fit on some and report on others: " + items.items());
        } else {
            var trial = new Mitigation.Trial(items.human(), items.range(), split, bootstrap, seed);
            var predictions = new LinkedHashMap<String, Predictions>();
            items.scorers().forEach(scorer -> predictions.put(scorer.name(), scorer.predictions()));
            mitigations = Stream.concat(
                            items.scorers().parallelStream()
                                    .flatMap(scorer ->
                                            Mitigation.all(scorer.name(), scorer.predictions(), trial).stream()),
                            Mitigation.chosen(predictions, trial).stream())
                    .toList();
            ranges(items).ifPresent(notes::add);
        }
        return new BiasFindings(items, columns, mitigations, notes, split.heldOut().length);
    }

    private static Column column(String name, double[] values, RatedItems items, Bootstrap bootstrap, long seed) {
        return new Column(
                name,
                BiasProfile.of(values, items.range(), bootstrap, seed),
                items.lengths()
                        .map(lengths -> Estimate.of(
                                values.length,
                                drawn -> Correlation.spearman(
                                        Bootstrap.pick(values, drawn), Bootstrap.pick(lengths, drawn)),
                                "all lengths or all scores are equal",
                                bootstrap,
                                seed)));
    }

    /** That a choice among scorers is none among ranges is said. */
    private static Optional<String> ranges(RatedItems items) {
        long ranges = items.scorers().stream()
                .map(scorer -> scorer.predictions().range())
                .distinct()
                .count();
        return items.scorers().size() > 1 && ranges == 1
                ? Optional.of("all scorers use one score range: \"score range\" chooses among prompts or judges here")
                : Optional.empty();
    }

    List<String> lines() {
        var figures = new Figures();
        var lines = new ArrayList<String>();
        lines.add("%s items, human ratings on %s, intervals of 95%%"
                .formatted(Numbers.count(items.items()), items.range()));
        lines.add("");
        var table = new Table(profileHeaders().toArray(String[]::new));
        profileRows(figures).forEach(row -> table.row(row.toArray()));
        lines.addAll(table.lines());
        if (!mitigations.isEmpty()) {
            lines.add("");
            lines.add("What helps, fitted on %s items and reported on the other %s:"
                    .formatted(Numbers.count(items.items() - heldOut), Numbers.count(heldOut)));
            lines.add("");
            var helps = new Table(MITIGATION_HEADERS.toArray(String[]::new));
            mitigationRows(figures).forEach(row -> helps.row(row.toArray()));
            lines.addAll(helps.lines());
        }
        lines.addAll(figures.notes(notes));
        return lines;
    }

    private List<String> profileHeaders() {
        var headers = new ArrayList<>(List.of(
                "", "mean", "spread", "excess kurtosis", "most given", "share there", "lowest", "highest", "used"));
        if (items.lengths().isPresent()) {
            headers.add("Spearman with length");
        }
        return headers;
    }

    private List<List<String>> profileRows(Figures figures) {
        return columns.stream()
                .map(column -> {
                    var profile = column.profile();
                    var name = Plain.cell(column.name(), 40);
                    var row = new ArrayList<>(List.of(
                            name,
                            figures.cell(name + ", mean", profile.mean(), 2),
                            figures.cell(name + ", spread", profile.spread(), 2),
                            figures.cell(name + ", excess kurtosis", profile.kurtosis(), 2),
                            String.valueOf(profile.mode()),
                            figures.cell(name + ", share there", profile.modeShare(), 2),
                            Numbers.decimal(profile.lowest(), 2),
                            Numbers.decimal(profile.highest(), 2),
                            profile.labelsUsed() + " of " + items.range().size()));
                    column.length().ifPresent(r -> row.add(figures.cell(name + ", with length", r, 2)));
                    return List.<String>copyOf(row);
                })
                .toList();
    }

    private static final List<String> MITIGATION_HEADERS = List.of(
            "scorer", "range", "scores", "excess kurtosis", "share at mode", "Pearson", "Spearman", "mean abs. error");

    private List<List<String>> mitigationRows(Figures figures) {
        return mitigations.stream().map(one -> mitigationRow(figures, one)).toList();
    }

    private List<String> mitigationRow(Figures figures, Mitigation one) {
        var name = Plain.cell(one.scorer(), 40);
        var what = one.label() + (one.fitted().isEmpty() ? "" : " (" + one.fitted() + ")");
        var row = new ArrayList<>(List.of(name, rangeOf(one.scorer()), what));
        if (one.profile().isEmpty() || one.agreement().isEmpty()) {
            var none = Estimate.none(one.reason().orElse("not measured"));
            Stream.generate(() -> figures.cell(name + ", " + one.label(), none, 2))
                    .limit(5)
                    .forEach(row::add);
            return row;
        }
        var place = name + ", " + one.label() + ", ";
        row.add(figures.cell(place + "excess kurtosis", one.profile().get().kurtosis(), 2));
        row.add(figures.cell(place + "share at mode", one.profile().get().modeShare(), 2));
        for (Metric metric : Mitigation.METRICS) {
            row.add(figures.cell(place + metric.label(), one.agreement().get().figure(metric), 3));
        }
        return row;
    }

    private String rangeOf(String scorer) {
        return items.scorers().stream()
                .filter(one -> one.name().equals(scorer))
                .map(one -> one.predictions().range().toString())
                .findFirst()
                .orElse("-");
    }

    /** What a program reads. */
    Map<String, Object> answer() {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("items", items.items());
        answer.put("range", items.range().toString());
        answer.put("profiles", columns);
        answer.put("held_out", heldOut);
        answer.put("mitigations", mitigations.stream().map(BiasFindings::told).toList());
        answer.put("notes", notes);
        return answer;
    }

    private static Map<String, Object> told(Mitigation one) {
        var told = new LinkedHashMap<String, Object>();
        told.put("scorer", one.scorer());
        told.put("mitigation", one.label());
        told.put("fitted", one.fitted());
        told.put("profile", one.profile());
        for (Metric metric : Mitigation.METRICS) {
            told.put(RatedAgreement.key(metric), one.agreement().map(agreement -> agreement.figure(metric)));
        }
        told.put("reason", one.reason());
        return told;
    }

    String page(String source, Bootstrap bootstrap, long seed) {
        var figures = new Figures();
        var page = new TrustPage(
                "Bias of scores",
                "%s: %s items, rated on %s. Intervals of 95%% by %s bootstrap resamples."
                        .formatted(
                                source,
                                Numbers.count(items.items()),
                                items.range(),
                                Numbers.count(bootstrap.resamples())));
        page.table(
                "What the scores look like",
                "A judge with numerical bias gives one score far too often: its excess kurtosis is far above the humans', and so"
                        + " is the share of the score given most (after rounding).",
                profileHeaders(),
                profileRows(figures));
        if (!mitigations.isEmpty()) {
            page.table(
                    "What helps",
                    "Fitted on %s items, reported on the other %s."
                            .formatted(Numbers.count(items.items() - heldOut), Numbers.count(heldOut)),
                    MITIGATION_HEADERS,
                    mitigationRows(figures));
            RatedCharts.add(page, items, bootstrap, seed);
        }
        var remarks = new ArrayList<>(notes);
        remarks.addAll(figures.reasons());
        return page.notes(remarks).html();
    }
}
