package dev.metajudge.loop;

import dev.metajudge.preference.JudgePairs;
import dev.metajudge.preference.RatedJudgment;
import dev.metajudge.store.Row;
import dev.metajudge.store.Work.Rated;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Pairs the judgments of each prompt's meta-judged response: the highest rating against the lowest. */
final class JudgePairStage {
    static final String KIND = "judge";

    private JudgePairStage() {}

    static void run(Round round) {
        var settings = round.settings().pairs();
        var pairs = new JudgePairs(settings.maxChosenJudgment(), settings.dropSameScore());
        Batches.whole(round.work().roundPrompts(round.number()), id -> id)
                .run(round, Stage.JUDGE_PAIRS, round.work().outcomes(round.number(), KIND), prompts -> {
                    var rated =
                            round.work().rated(round.number()).stream().collect(Collectors.groupingBy(Rated::prompt));
                    List<Row> rows = new ArrayList<>();
                    for (var prompt : prompts) {
                        var judgments = rated.getOrDefault(prompt, List.of()).stream()
                                .map(judgment -> new RatedJudgment<>(
                                        judgment, judgment.characters(), judgment.strength(), judgment.score()))
                                .toList();
                        rows.addAll(Paired.rows(
                                round.number(), prompt, KIND, pairs.pair(judgments), JudgePairStage::described));
                    }
                    return new Batches.Made(rows, 0);
                });
    }

    private static Paired.Item described(Rated judgment) {
        return new Paired.Item(judgment.id(), judgment.strength(), judgment.characters());
    }
}
