package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.config.Recipe;
import dev.metajudge.loop.Inputs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a recipe would do at most, worked out without doing it. Identical responses are kept once, unreadable judgments
 * meet no meta-judge, and texts end before their limit: a run does less.
 *
 * @param rounds how many rounds
 * @param prompts prompts, all rounds together, as every count below
 * @param responses generations by the actor
 * @param judgments generations by the judge
 * @param verdicts generations by the meta-judge: one response a prompt, all pairs of its judgments, or as many as
 *     {@code metaJudge.maxVerdicts} allows, both orders
 * @param tokens generated, were every text to reach its limit
 * @param actorPairs preference pairs of responses
 * @param judgePairs preference pairs of judgments
 * @param evaluations generations for evaluation: responses to held-out prompts, comparisons in both orders, and
 *     judgments of what people rated
 */
record Plan(
        int rounds,
        long prompts,
        long responses,
        long judgments,
        long verdicts,
        long tokens,
        long actorPairs,
        long judgePairs,
        long evaluations) {

    /** @param inputs what the recipe's files have */
    static Plan of(Recipe recipe, Inputs inputs) {
        try {
            return counted(recipe, inputs);
        } catch (ArithmeticException e) {
            throw new UserError(Exit.INPUT, "the recipe asks for more texts than can be counted", e);
        }
    }

    private static Plan counted(Recipe recipe, Inputs inputs) {
        int pool = inputs.pool().prompts().size();
        var evaluations = EvaluationPlan.of(recipe, inputs);
        long prompts = Math.clamp(
                (long) pool - recipe.evaluate().heldOut().ofPool(pool),
                0,
                recipe.prompts().perRound());
        long samples = recipe.judge().samples();
        long all = product(prompts, recipe.rounds());
        long responses = product(all, recipe.respond().samples());
        long judgments = product(responses, samples);
        long judging =
                product(prompts, Math.min(recipe.rounds(), recipe.metaJudge().rounds()));
        long most = recipe.metaJudge().maxVerdicts() / 2 * 2L;
        long each = product(samples, samples - 1);
        long verdicts = product(judging, most == 0 ? each : Math.min(most, each));
        long tokens = Stream.of(
                        product(responses, recipe.respond().sampling().maxTokens()),
                        product(judgments, recipe.judge().sampling().maxTokens()),
                        product(verdicts, recipe.metaJudge().sampling().maxTokens()),
                        evaluations.tokens())
                .reduce(0L, Math::addExact);
        return new Plan(
                recipe.rounds(),
                all,
                responses,
                judgments,
                verdicts,
                tokens,
                all,
                samples < 2 ? 0 : judging,
                evaluations.calls());
    }

    static long product(long... factors) {
        return Arrays.stream(factors).reduce(1, Math::multiplyExact);
    }

    List<String> lines() {
        return new Table("what", "at most")
                .row("rounds", Numbers.count(rounds))
                .row("prompts", Numbers.count(prompts))
                .row("responses", Numbers.count(responses))
                .row("judgments", Numbers.count(judgments))
                .row("verdicts", Numbers.count(verdicts))
                .row("evaluations", Numbers.count(evaluations))
                .row(
                        "model calls",
                        Numbers.count(Stream.of(responses, judgments, verdicts, evaluations)
                                .reduce(0L, Math::addExact)))
                .row("tokens written", Numbers.count(tokens))
                .row("actor pairs", Numbers.count(actorPairs))
                .row("judge pairs", Numbers.count(judgePairs))
                .lines();
    }
}
