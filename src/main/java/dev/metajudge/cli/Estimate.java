package dev.metajudge.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.metajudge.config.Recipe;
import dev.metajudge.loop.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A plan with the time that it takes, as far as rates are known. Loading the model and what else happens between batches
 * is not in it.
 *
 * @param stages the stages that generate or train, those with nothing to do left out
 */
record Estimate(@JsonUnwrapped Plan plan, String machine, String model, String precision, List<Timed> stages) {
    /** Whose rate stands in for a stage that was never seen: one whose texts are like its own. */
    private static final Map<String, Stage> LIKE = Map.of(
            Stage.COMPARE.label(), Stage.META_JUDGE,
            Stage.CHOICES.label(), Stage.META_JUDGE,
            Stage.AGREEMENT.label(), Stage.JUDGE,
            Stage.HELD_OUT.label(), Stage.RESPOND,
            Stage.GENERATE.label(), Stage.RESPOND);

    Estimate {
        stages = List.copyOf(stages);
    }

    /**
     * A stage's time.
     *
     * @param tokens at most
     * @param tokensPerSecond measured
     * @param secondsAtMost were every text to reach its limit, and every prompt to make its pairs
     * @param secondsLikely were the stage to make the share of it that it made in the run that the rate is from
     * @param from where the rate is from
     */
    record Timed(
            String stage,
            long tokens,
            Optional<Double> tokensPerSecond,
            Optional<Double> secondsAtMost,
            Optional<Double> secondsLikely,
            Optional<String> from) {}

    static Estimate of(Plan plan, Recipe recipe, RateBook book) {
        var rates = book.of(recipe);
        var stages = plan.stageTokens().entrySet().stream()
                .filter(stage -> stage.getValue() > 0)
                .map(stage -> timed(stage.getKey(), stage.getValue(), rates))
                .toList();
        var precision = recipe.precision().name().toLowerCase(Locale.ROOT);
        return new Estimate(plan, book.machine(), recipe.source(), precision, stages);
    }

    private static Timed timed(String stage, long tokens, Map<String, Rate> rates) {
        var own = Optional.ofNullable(rates.get(stage));
        var rate = own.or(() -> Optional.ofNullable(LIKE.get(stage)).map(like -> rates.get(like.label())));
        var most = rate.map(known -> tokens / known.tokensPerSecond());
        return new Timed(
                stage,
                tokens,
                rate.map(Rate::tokensPerSecond),
                most,
                own.flatMap(Rate::fill).flatMap(fill -> most.map(seconds -> seconds * fill)),
                rate.map(known -> known.from() + (own.isPresent() ? "" : " (" + known.stage() + ")")));
    }

    List<String> lines() {
        var lines = new ArrayList<>(plan.lines());
        lines.add("");
        if (stages.stream().noneMatch(stage -> stage.tokensPerSecond().isPresent())) {
            lines.add("How long that takes is not known: no run of " + model + " (" + precision
                    + ") is remembered on this machine. --measure finds out in less than a minute.");
            return lines;
        }
        var table = new Table("stage", "tokens at most", "tokens/s", "time at most", "likely", "rate from");
        for (var stage : stages) {
            table.row(
                    stage.stage(),
                    Numbers.count(stage.tokens()),
                    stage.tokensPerSecond()
                            .map(rate -> Numbers.count(Math.round(rate)))
                            .orElse("-"),
                    time(stage.secondsAtMost()),
                    time(stage.secondsLikely()),
                    stage.from().orElse("not known: --measure"));
        }
        table.row("all", "", "", sum(Timed::secondsAtMost), sum(Timed::secondsLikely), "");
        lines.addAll(table.lines());
        lines.add("");
        lines.add("Rates of " + model + " (" + precision + ") on this machine: " + machine + ".");
        if (stages.stream().anyMatch(stage -> stage.secondsLikely().isPresent())) {
            lines.add("Likely: texts as short and pairs as rare as in the run that a rate is from.");
        }
        return lines;
    }

    /** Of all stages; "-" when one is not known. */
    private String sum(Function<Timed, Optional<Double>> seconds) {
        return time(stages.stream()
                .map(seconds)
                .reduce(Optional.of(0.0), (sum, next) -> sum.flatMap(known -> next.map(more -> known + more))));
    }

    private static String time(Optional<Double> seconds) {
        return seconds.map(value -> Numbers.time(Duration.ofMillis(Math.round(value * 1000))))
                .orElse("-");
    }
}
