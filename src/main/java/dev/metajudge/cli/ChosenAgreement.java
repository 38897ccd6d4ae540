package dev.metajudge.cli;

import dev.metajudge.data.ChoiceReader;
import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.agreement.Estimate;
import dev.metajudge.measure.agreement.PairwiseAgreement;
import dev.metajudge.measure.agreement.PairwiseComparison;
import dev.metajudge.report.TrustPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How far judges that choose between two agree with people who did. */
final class ChosenAgreement {
    private record Line(String label, Function<PairwiseAgreement, Optional<Estimate>> figure) {}

    private static final List<Line> LINES = List.of(
            new Line("accuracy", agreement -> Optional.of(agreement.accuracy())),
            new Line("accuracy, swapped", PairwiseAgreement::swapped),
            new Line("right in both orders", PairwiseAgreement::bothOrders),
            new Line("same in both orders", PairwiseAgreement::consistency),
            new Line("chose the one shown first", agreement -> Optional.of(agreement.firstShare())));

    private final List<String> names;
    private final List<PairwiseAgreement> agreements;
    private final List<Pair> pairs = new ArrayList<>();

    record Pair(String first, String second, PairwiseComparison comparison) {}

    ChosenAgreement(ChoiceReader.ChoiceQuery query, Bootstrap bootstrap, long seed) {
        var choices = ChoiceReader.read(query);
        names = query.choices();
        agreements = choices.stream()
                .map(pair -> PairwiseAgreement.of(pair, bootstrap, seed))
                .toList();
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                pairs.add(new Pair(
                        names.get(i),
                        names.get(j),
                        PairwiseComparison.of(choices.get(i), choices.get(j), bootstrap, seed)));
            }
        }
    }

    List<String> lines() {
        var figures = new Figures();
        var lines = new ArrayList<String>();
        lines.add(Numbers.count(agreements.getFirst().pairs()) + " pairs that a person decided, intervals of 95%");
        lines.add("");
        var headers = new ArrayList<>(List.of(""));
        names.forEach(name -> headers.add(Plain.cell(name, 40)));
        var table = new Table(headers.toArray(String[]::new));
        rows(figures, 3).forEach(row -> table.row(row.toArray()));
        lines.addAll(table.lines());
        if (!pairs.isEmpty()) {
            lines.add("");
            var tests = new Table("paired, first - second", "measure", "difference", "p");
            tests(figures).forEach(row -> tests.row(row.toArray()));
            lines.addAll(tests.lines());
        }
        lines.addAll(figures.notes(List.of()));
        return lines;
    }

    private List<List<String>> rows(Figures figures, int decimals) {
        var rows = new ArrayList<List<String>>();
        for (Line line : LINES) {
            var row = new ArrayList<>(List.of(line.label()));
            for (int i = 0; i < names.size(); i++) {
                var what = names.get(i) + ", " + line.label();
                row.add(line.figure()
                        .apply(agreements.get(i))
                        .map(figure -> figures.cell(what, figure, decimals))
                        .orElseGet(() -> figures.cell(what, Estimate.none("no swapped column given"), decimals)));
            }
            rows.add(row);
        }
        return rows;
    }

    private List<List<String>> tests(Figures figures) {
        return pairs.stream()
                .map(pair -> {
                    var who = Plain.cell(pair.first(), 40) + " - " + Plain.cell(pair.second(), 40);
                    return List.of(
                            who,
                            pair.comparison().measure(),
                            figures.cell(who, pair.comparison().difference(), 3),
                            Figures.p(pair.comparison().p()));
                })
                .toList();
    }

    Map<String, Object> answer() {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("pairs", agreements.getFirst().pairs());
        var judges = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < names.size(); i++) {
            var one = new LinkedHashMap<String, Object>();
            one.put("scorer", names.get(i));
            var agreement = agreements.get(i);
            one.put("accuracy", agreement.accuracy());
            one.put("accuracy_swapped", agreement.swapped());
            one.put("right_in_both_orders", agreement.bothOrders());
            one.put("consistency", agreement.consistency());
            one.put("first_share", agreement.firstShare());
            judges.add(one);
        }
        answer.put("scorers", judges);
        answer.put("comparisons", pairs);
        return answer;
    }

    String page(String source) {
        var figures = new Figures();
        var headers = new ArrayList<>(List.of(""));
        headers.addAll(names);
        var page = new TrustPage(
                "Agreement with human choices",
                source + ": " + Numbers.count(agreements.getFirst().pairs()) + " pairs that a person decided.");
        page.table(
                "How far each judge agrees",
                "An undecided choice counts one half; of the choices for the one shown first, 0.5 is no position bias.",
                headers,
                rows(figures, 3));
        if (!pairs.isEmpty()) {
            page.table(
                    "Is one better than another?",
                    "Differences on the same pairs; p of a permutation test that swaps the two judges pair by pair.",
                    List.of("first - second", "measure", "difference", "p"),
                    tests(figures));
        }
        return page.notes(figures.reasons()).html();
    }
}
