package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RoundSettings;
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
 * @param evaluations generations for evaluation: responses to held-out prompts, and comparisons in both orders
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

    /** @param pool how many prompts the recipe's file has */
    static Plan of(Recipe recipe, int pool) {
        try {
            return counted(recipe, pool);
        } catch (ArithmeticException e) {
            throw new UserError(Exit.INPUT, "the recipe asks for more texts than can be counted", e);
        }
    }

    private static Plan counted(Recipe recipe, int pool) {
        int left = Math.max(0, pool - recipe.evaluate().prompts());
        var used = recipe.used();
        var sum = evaluation(recipe);
        for (int i = 0; i < used.size(); i++) {
            // The last entry stands for all rounds after it, too.
            long times = i + 1 < used.size() ? 1 : recipe.roundCount() - i;
            sum = sum.plus(round(used.get(i), left), times);
        }
        return sum;
    }

    private static Plan round(RoundSettings round, int left) {
        long prompts = Math.min(left, round.prompts().perRound());
        long samples = round.judge().samples();
        long responses = product(prompts, round.respond().samples());
        long judgments = product(responses, samples);
        long judging = round.metaJudge().enabled() ? prompts : 0;
        long most = round.metaJudge().maxVerdicts() / 2 * 2L;
        long each = product(samples, samples - 1);
        long verdicts = product(judging, most == 0 ? each : Math.min(most, each));
        long tokens = Stream.of(
                        product(responses, round.respond().sampling().maxTokens()),
                        product(judgments, round.judge().sampling().maxTokens()),
                        product(verdicts, round.metaJudge().sampling().maxTokens()))
                .reduce(0L, Math::addExact);
        return new Plan(1, prompts, responses, judgments, verdicts, tokens, prompts, samples < 2 ? 0 : judging, 0);
    }

    private static Plan evaluation(Recipe recipe) {
        var evaluate = recipe.evaluate();
        // M0 and each round's model answer; round 1's meets M0, each later one also the one before it.
        long answers = product(evaluate.prompts(), recipe.roundCount() + 1L);
        long comparisons = product(2L, evaluate.prompts(), 2L * recipe.roundCount() - 1);
        long tokens = Math.addExact(
                product(answers, evaluate.responses().maxTokens()),
                product(comparisons, evaluate.sampling().maxTokens()));
        return new Plan(0, 0, 0, 0, 0, tokens, 0, 0, Math.addExact(answers, comparisons));
    }

    private Plan plus(Plan round, long times) {
        return new Plan(
                Math.addExact(rounds, Math.toIntExact(product(round.rounds, times))),
                Math.addExact(prompts, product(round.prompts, times)),
                Math.addExact(responses, product(round.responses, times)),
                Math.addExact(judgments, product(round.judgments, times)),
                Math.addExact(verdicts, product(round.verdicts, times)),
                Math.addExact(tokens, product(round.tokens, times)),
                Math.addExact(actorPairs, product(round.actorPairs, times)),
                Math.addExact(judgePairs, product(round.judgePairs, times)),
                Math.addExact(evaluations, product(round.evaluations, times)));
    }

    private static long product(long... factors) {
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
