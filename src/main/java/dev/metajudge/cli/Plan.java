package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RoundSettings;
import dev.metajudge.loop.Inputs;
import dev.metajudge.loop.Stage;
import dev.metajudge.prompt.PromptPool;
import dev.metajudge.prompt.Template;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param generations requests for new prompts
 * @param stageTokens by the stage's name, in the order of work: tokens generated, or read in training, at most
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
        long evaluations,
        long generations,
        Map<String, Long> stageTokens) {
    Plan {
        stageTokens = Collections.unmodifiableMap(new LinkedHashMap<>(stageTokens));
    }

    /**
     * How long the texts are that models are given, in tokens.
     *
     * @param prompt a prompt of the pool
     * @param rubric the judge's template
     */
    record Given(long prompt, long rubric) {
        /** About so many characters of English make a token. */
        private static final int CHARACTERS = 4;

        /** The pool's mean, and the template's length. */
        static Given of(PromptPool pool, Template judge) {
            double mean = pool.prompts().stream()
                    .mapToInt(prompt -> prompt.text().length())
                    .average()
                    .orElse(0);
            var rubric = judge.render(Map.of("instruction", "", "response", ""));
            int characters = rubric.stream()
                    .mapToInt(message -> message.content().length())
                    .sum();
            return new Given(Math.round(mean / CHARACTERS), characters / CHARACTERS);
        }
    }

    /**
     * Counts a recipe's work.
     *
     * @param inputs what the recipe's files have
     */
    static Plan of(Recipe recipe, Inputs inputs) {
        var judge = inputs.library().template("judge", recipe.every().judge().template());
        return of(recipe, inputs, Given.of(inputs.pool(), judge));
    }

    static Plan of(Recipe recipe, Inputs inputs, Given given) {
        int pool = inputs.pool().prompts().size();
        try {
            long left = Math.max(0, pool - recipe.evaluate().heldOut().ofPool(pool));
            var used = recipe.used();
            var sum = EvaluationPlan.of(recipe, inputs);
            for (int i = 0; i < used.size(); i++) {
                // The last entry stands for all rounds after it, too.
                long times = i + 1 < used.size() ? 1 : recipe.roundCount() - i;
                // New prompts stay in the pool.
                left = Math.addExact(
                        left, product(times, used.get(i).prompts().generate().perRound()));
                sum = round(used.get(i), left, given).times(times).plus(sum);
            }
            return sum;
        } catch (ArithmeticException e) {
            throw new UserError(Exit.INPUT, "the recipe asks for more texts than can be counted", e);
        }
    }

    private static Plan round(RoundSettings round, long left, Given given) {
        long prompts = Math.min(left, round.prompts().perRound());
        long samples = round.judge().samples();
        long responses = product(prompts, round.respond().samples());
        long judgments = product(responses, samples);
        long judging = round.metaJudge().enabled() ? prompts : 0;
        long most = round.metaJudge().maxVerdicts() / 2 * 2L;
        long each = product(samples, samples - 1);
        long verdicts = product(judging, most == 0 ? each : Math.min(most, each));
        long judgePairs = samples < 2 ? 0 : judging;
        var generate = round.prompts().generate();
        var stages = new LinkedHashMap<String, Long>();
        stages.put(
                Stage.GENERATE.label(),
                product(generate.mostRequests(), generate.sampling().maxTokens()));
        stages.put(
                Stage.RESPOND.label(),
                product(responses, round.respond().sampling().maxTokens()));
        stages.put(
                Stage.JUDGE.label(), product(judgments, round.judge().sampling().maxTokens()));
        stages.put(
                Stage.META_JUDGE.label(),
                product(verdicts, round.metaJudge().sampling().maxTokens()));
        long tokens = stages.values().stream().reduce(0L, Math::addExact);
        stages.put(Stage.TRAIN.label(), training(round, prompts, judgePairs, given));
        return new Plan(
                1,
                prompts,
                responses,
                judgments,
                verdicts,
                tokens,
                prompts,
                judgePairs,
                0,
                generate.mostRequests(),
                stages);
    }

    /** What training reads, as its rate counts it: a pair's prompt with each completion. */
    private static long training(RoundSettings round, long actorPairs, long judgePairs, Given given) {
        long response = round.respond().sampling().maxTokens();
        long judgment = round.judge().sampling().maxTokens();
        long pass = Math.addExact(
                product(actorPairs, 2 * (given.prompt() + response)),
                product(judgePairs, 2 * (given.rubric() + given.prompt() + response + judgment)));
        return product(pass, round.train().data().epochs());
    }

    private Plan times(long times) {
        var stages = new LinkedHashMap<String, Long>();
        stageTokens.forEach((stage, most) -> stages.put(stage, product(most, times)));
        return new Plan(
                Math.toIntExact(product(rounds, times)),
                product(prompts, times),
                product(responses, times),
                product(judgments, times),
                product(verdicts, times),
                product(tokens, times),
                product(actorPairs, times),
                product(judgePairs, times),
                product(evaluations, times),
                product(generations, times),
                stages);
    }

    private Plan plus(Plan other) {
        var stages = new LinkedHashMap<>(stageTokens);
        other.stageTokens.forEach((stage, most) -> stages.merge(stage, most, Math::addExact));
        return new Plan(
                Math.addExact(rounds, other.rounds),
                Math.addExact(prompts, other.prompts),
                Math.addExact(responses, other.responses),
                Math.addExact(judgments, other.judgments),
                Math.addExact(verdicts, other.verdicts),
                Math.addExact(tokens, other.tokens),
                Math.addExact(actorPairs, other.actorPairs),
                Math.addExact(judgePairs, other.judgePairs),
                Math.addExact(evaluations, other.evaluations),
                Math.addExact(generations, other.generations),
                stages);
    }

    static long product(long... factors) {
        return Arrays.stream(factors).reduce(1, Math::multiplyExact);
    }

    List<String> lines() {
        return new Table("what", "at most")
                .row("rounds", Numbers.count(rounds))
                .row("prompts", Numbers.count(prompts))
                .row("new prompt texts", Numbers.count(generations))
                .row("responses", Numbers.count(responses))
                .row("judgments", Numbers.count(judgments))
                .row("verdicts", Numbers.count(verdicts))
                .row("evaluations", Numbers.count(evaluations))
                .row(
                        "model calls",
                        Numbers.count(Stream.of(generations, responses, judgments, verdicts, evaluations)
                                .reduce(0L, Math::addExact)))
                .row("tokens written", Numbers.count(tokens))
                .row("actor pairs", Numbers.count(actorPairs))
                .row("judge pairs", Numbers.count(judgePairs))
                .lines();
    }
}
