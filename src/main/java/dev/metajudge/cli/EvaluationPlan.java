package dev.metajudge.cli;

import dev.metajudge.config.Recipe;
import dev.metajudge.loop.Inputs;
import java.util.Arrays;

/**
 * What a recipe's evaluation would do at most.
 *
 * @param calls generations
 * @param tokens generated, were every text to reach its limit
 */
record EvaluationPlan(long calls, long tokens) {
    static EvaluationPlan of(Recipe recipe, Inputs inputs) {
        var evaluate = recipe.evaluate();
        long models = recipe.rounds() + 1L;
        long heldOut = inputs.heldOut()
                .map(file -> file.prompts().size())
                .orElseGet(
                        () -> evaluate.heldOut().ofPool(inputs.pool().prompts().size()));
        long answers = Plan.product(heldOut, models);
        // Round 1's model meets M0, each later one also the one before it.
        long comparisons = Plan.product(2L, heldOut, 2L * recipe.rounds() - 1);
        long rated = used(inputs.human().rated().size(), evaluate.ratings().limit());
        long pairs = used(inputs.human().choices().size(), evaluate.pairwise().limit());
        long judgments = Plan.product(rated + 2 * pairs, evaluate.judgments().samples(), models);
        long choices = evaluate.chooses() ? Plan.product(2L, pairs, models) : 0;
        return new EvaluationPlan(
                sum(answers, comparisons, judgments, choices),
                sum(
                        Plan.product(answers, evaluate.responses().maxTokens()),
                        Plan.product(
                                sum(comparisons, choices), evaluate.sampling().maxTokens()),
                        Plan.product(judgments, evaluate.judgments().sampling().maxTokens())));
    }

    private static long used(int rows, int limit) {
        return limit == 0 ? rows : Math.min(rows, limit);
    }

    private static long sum(long... parts) {
        return Arrays.stream(parts).reduce(0, Math::addExact);
    }
}
