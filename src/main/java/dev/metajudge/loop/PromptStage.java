package dev.metajudge.loop;

import dev.metajudge.store.RoundPromptRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Chooses the round's prompts. */
final class PromptStage {
    private PromptStage() {}

    static void run(Round round) {
        var recipe = round.run().recipe();
        var left = round.store().evaluation().trainable();
        var drawn = new PromptDraw(recipe.seed(), left, uses(round))
                .next(round.settings().prompts().perRound());
        Batches.whole(drawn, id -> id)
                .run(
                        round,
                        Stage.PROMPTS,
                        Set.copyOf(round.work().roundPrompts(round.number())),
                        prompts -> new Batches.Made(
                                IntStream.range(0, prompts.size())
                                        .mapToObj(i -> new RoundPromptRow(round.number(), i + 1, prompts.get(i)))
                                        .toList(),
                                0));
    }

    /** How many earlier rounds have used each prompt. */
    private static Map<String, Integer> uses(Round round) {
        Map<String, Integer> uses = new HashMap<>();
        for (int earlier = 1; earlier < round.number(); earlier++) {
            round.work().roundPrompts(earlier).forEach(prompt -> uses.merge(prompt, 1, Integer::sum));
        }
        return uses;
    }
}
