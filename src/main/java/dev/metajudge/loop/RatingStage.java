package dev.metajudge.loop;

import dev.metajudge.preference.Battle;
import dev.metajudge.preference.PositionWeights;
import dev.metajudge.preference.Ratings;
import dev.metajudge.store.PositionWeightRow;
import dev.metajudge.store.RatingRow;
import dev.metajudge.store.Row;
import dev.metajudge.store.Work.Decided;
import dev.metajudge.store.Work.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rates judgments by the round's verdicts. Position weights need all of them, so this is one batch. */
final class RatingStage {
    private RatingStage() {}

    static void run(Round round) {
        var disputed = Disputed.of(round);
        var judgments = disputed.stream()
                .flatMap(response -> response.judgments().stream())
                .map(Scored::id)
                .toList();
        var done = round.work().weighed(round.number()) ? Set.copyOf(judgments) : Set.<String>of();
        Batches.whole(judgments, id -> id)
                .run(round, Stage.RATINGS, done, all -> new Batches.Made(rows(round, disputed), 0));
    }

    private static List<Row> rows(Round round, List<Disputed> disputed) {
        var verdicts = round.work().decided(round.number());
        int winsFirst = wins(verdicts, 1);
        int winsSecond = wins(verdicts, -1);
        var weights = PositionWeights.of(winsFirst, winsSecond);
        List<Row> rows = new ArrayList<>();
        rows.add(new PositionWeightRow(round.number(), 1, winsFirst, weights.first()));
        rows.add(new PositionWeightRow(round.number(), 2, winsSecond, weights.second()));
        var ofResponse = verdicts.stream().collect(Collectors.groupingBy(Decided::response));
        for (var response : disputed) {
            var ids = response.judgments().stream().map(Scored::id).toList();
            var battles = ofResponse.getOrDefault(response.response(), List.of()).stream()
                    .map(verdict -> battle(ids, verdict))
                    .toList();
            var strengths = Ratings.of(ids.size(), battles, weights);
            for (int i = 0; i < ids.size(); i++) {
                rows.add(new RatingRow(
                        ids.get(i), round.number(), response.prompt(), response.response(), strengths[i]));
            }
        }
        return rows;
    }

    private static int wins(List<Decided> verdicts, int outcome) {
        return (int) verdicts.stream()
                .filter(verdict -> verdict.outcome() == outcome)
                .count();
    }

    private static Battle battle(List<String> judgments, Decided verdict) {
        var outcome = verdict.outcome() == 1
                ? Battle.Outcome.FIRST
                : verdict.outcome() == -1 ? Battle.Outcome.SECOND : Battle.Outcome.UNDECIDED;
        return new Battle(judgments.indexOf(verdict.shownFirst()), judgments.indexOf(verdict.shownSecond()), outcome);
    }
}
