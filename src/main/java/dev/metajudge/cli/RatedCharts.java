package dev.metajudge.cli;

import dev.metajudge.data.RatedItems;
import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.calibration.LayerProfile;
import dev.metajudge.report.TrustPage;

/** The pictures that every page on scores has: distributions, reliability, layers. */
final class RatedCharts {
    private RatedCharts() {}

    static void add(TrustPage page, RatedItems items, Bootstrap bootstrap, long seed) {
        double[] human = items.human();
        page.charts("Scores beside the ratings", "Share of the items, both rounded to whole scores.");
        for (int i = 0; i < items.scorers().size(); i++) {
            page.histogram(items.scorers().get(i).name(), items.range(), items.scores(i), human);
        }
        page.charts(
                "Can a score be taken at its word?",
                "Items in bins of about equally many by their score: the mean rating of each. On the dashed line people say"
                        + " the same.");
        for (int i = 0; i < items.scorers().size(); i++) {
            page.reliability(items.scorers().get(i).name(), items.range(), items.scores(i), human);
        }
        boolean layered =
                items.scorers().stream().anyMatch(scorer -> scorer.layers().isPresent());
        if (layered) {
            page.charts(
                    "Which layers know it",
                    "Spearman with the ratings of each layer's e-score alone, with its interval; 0 is the embeddings.");
            for (var scorer : items.scorers()) {
                scorer.layers()
                        .map(logits -> LayerProfile.of(
                                logits, human, scorer.predictions().range(), bootstrap, seed))
                        .ifPresent(profile -> page.layers(scorer.name(), profile));
            }
        }
    }
}
