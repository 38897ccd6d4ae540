package dev.metajudge.loop;

import dev.metajudge.preference.ActorPairs;
import dev.metajudge.preference.Candidate;
import dev.metajudge.store.Row;
import dev.metajudge.store.Work.Rewarded;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Pairs each prompt's responses by reward, with length control. */
final class ActorPairStage {
    static final String KIND = "actor";

    private ActorPairStage() {}

    static void run(Round round) {
        var settings = round.settings().pairs();
        var pairs = new ActorPairs(settings.lengthTier(), settings.maxChosenResponse());
        Batches.whole(round.work().roundPrompts(round.number()), id -> id)
                .run(round, Stage.ACTOR_PAIRS, round.work().outcomes(round.number(), KIND), prompts -> {
                    var rewarded = round.work().rewarded(round.number()).stream()
                            .filter(response -> response.reward().isPresent())
                            .collect(Collectors.groupingBy(Rewarded::prompt));
                    List<Row> rows = new ArrayList<>();
                    for (var prompt : prompts) {
                        var candidates = rewarded.getOrDefault(prompt, List.of()).stream()
                                .map(response -> new Candidate<>(
                                        response,
                                        response.characters(),
                                        response.reward().orElseThrow()))
                                .toList();
                        rows.addAll(Paired.rows(
                                round.number(), prompt, KIND, pairs.pair(candidates), ActorPairStage::described));
                    }
                    return new Batches.Made(rows, 0);
                });
    }

    private static Paired.Item described(Rewarded response) {
        return new Paired.Item(response.id(), response.reward().orElseThrow(), response.characters());
    }
}
