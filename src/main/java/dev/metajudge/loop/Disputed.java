package dev.metajudge.loop;

import dev.metajudge.preference.Reward;
import dev.metajudge.store.Work.Scored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The response of a prompt that is meta-judged: the one on which its judges disagree most.
 *
 * @param judgments its judgments whose score counts, two or more, by sample
 */
record Disputed(String prompt, String response, List<Scored> judgments) {
    Disputed {
        judgments = List.copyOf(judgments);
    }

    /** One for each prompt of the round that has a response with two scores or more, in the order of work. */
    static List<Disputed> of(Round round) {
        var judge = round.run().judge();
        var byPrompt = round.work().scored(round.number()).stream()
                .filter(judgment -> value(judge, judgment).isPresent())
                .collect(Collectors.groupingBy(Scored::prompt, LinkedHashMap::new, Collectors.toList()));
        List<Disputed> disputed = new ArrayList<>();
        byPrompt.forEach((prompt, scored) -> {
            List<List<Scored>> responses = List.copyOf(scored.stream()
                    .collect(Collectors.groupingBy(Scored::response, LinkedHashMap::new, Collectors.toList()))
                    .values());
            var scores = responses.stream()
                    .map(judgments -> judgments.stream()
                            .map(judgment -> value(judge, judgment).orElseThrow())
                            .toList())
                    .toList();
            long seed = round.run().seed("disputed", Ids.roundPrompt(round.number(), prompt));
            Reward.mostDisputed(scores, new SplittableRandom(seed)).ifPresent(index -> {
                var judgments = responses.get(index);
                disputed.add(new Disputed(prompt, judgments.getFirst().response(), judgments));
            });
        });
        return disputed;
    }

    /** The number that its response's reward counts. */
    private static Optional<Double> value(JudgeRole judge, Scored judgment) {
        return judge.counted(Optional.of(judgment.score()), judgment.expected());
    }
}
