package dev.metajudge.cli;

import dev.metajudge.config.Recipe;
import dev.metajudge.loop.Inputs;
import dev.metajudge.loop.Stage;
import java.util.Arrays;
import java.util.LinkedHashMap;

/** What a recipe's evaluation would do at most. */
final class EvaluationPlan {
    private EvaluationPlan() {}

    /** A plan of evaluation alone. */
    static Plan of(Recipe recipe, Inputs inputs) {
        var evaluate = recipe.evaluate();
        long models = recipe.roundCount() + 1L;
        long heldOut = inputs.heldOut()
                .map(file -> file.prompts().size())
                .orElseGet(
                        () -> evaluate.heldOut().ofPool(inputs.pool().prompts().size()));
        long answers = Plan.product(heldOut, models);
        // Round 1's model meets M0, each later one also the one before it.
        long comparisons = Plan.product(2L, heldOut, 2L * recipe.roundCount() - 1);
        long rated = used(inputs.human().rated().size(), evaluate.ratings().limit());
        long pairs = used(inputs.human().choices().size(), evaluate.pairwise().limit());
        long judgments = Plan.product(rated + 2 * pairs, evaluate.judgments().samples(), models);
        long choices = evaluate.chooses() ? Plan.product(2L, pairs, models) : 0;
        var stages = new LinkedHashMap<String, Long>();
        stages.put(
                Stage.HELD_OUT.label(),
                Plan.product(answers, evaluate.responses().maxTokens()));
        stages.put(
                Stage.AGREEMENT.label(),
                Plan.product(judgments, evaluate.judgments().sampling().maxTokens()));
        stages.put(
                Stage.CHOICES.label(), Plan.product(choices, evaluate.sampling().maxTokens()));
        stages.put(
                Stage.COMPARE.label(),
                Plan.product(comparisons, evaluate.sampling().maxTokens()));
        long tokens = stages.values().stream().reduce(0L, Math::addExact);
        long calls = sum(answers, comparisons, judgments, choices);
        return new Plan(0, 0, 0, 0, 0, tokens, 0, 0, calls, 0, stages);
    }

    private static long used(int rows, int limit) {
        return limit == 0 ? rows : Math.min(rows, limit);
    }

    private static long sum(long... parts) {
        return Arrays.stream(parts).reduce(0, Math::addExact);
    }
}
