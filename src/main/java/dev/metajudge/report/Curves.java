package dev.metajudge.report;

import dev.metajudge.report.Curve.Point;
import dev.metajudge.store.Review.Judges;
import dev.metajudge.store.Review.Loss;
import dev.metajudge.store.RoundSummary;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The curves over the rounds, and those of training over its steps. */
record Curves(List<RoundSummary> rounds, List<Judges> judges, List<Loss> losses) {
    List<Chart> charts() {
        return Stream.concat(actor().stream(), judge().stream()).toList();
    }

    private List<Chart> actor() {
        return List.of(
                new Chart(
                        "Mean reward",
                        "of the distinct responses; each round's model is its own judge, on other prompts.",
                        false,
                        "round ",
                        List.of(over("", RoundSummary::meanReward))),
                new Chart(
                        "Judgments",
                        "whose score the judge wrote itself, whose score was forced, and that have none.",
                        true,
                        "round ",
                        List.of(
                                over("readable", round -> share(round.readableJudgments(), round.judgments())),
                                over("forced", round -> share(round.forcedJudgments(), round.judgments())),
                                over("unreadable", round -> share(round.unreadableJudgments(), round.judgments())))),
                new Chart(
                        "Length in characters",
                        "mean over all responses and judgments.",
                        false,
                        "round ",
                        List.of(
                                over("responses", RoundSummary::responseCharacters),
                                judged("judgments", Judges::judgmentCharacters))),
                new Chart(
                        "Cut off",
                        "share of texts that reached the limit of tokens.",
                        true,
                        "round ",
                        List.of(
                                over("responses", round -> share(round.truncatedResponses(), round.responses())),
                                joined("judgments"))));
    }

    private List<Chart> judge() {
        return List.of(
                new Chart(
                        "Meta-judge",
                        "shown first: 50% is no position bias; same in both orders: higher is better; higher score: how "
                                + "often it sides with the score.",
                        true,
                        "round ",
                        List.of(
                                judged("chose the one shown first", Judges::firstShare),
                                judged("chose the same in both orders", Curves::consistency),
                                judged("chose the higher score", Judges::higherScoreShare))),
                new Chart(
                        "Judge agrees with itself",
                        "share of pairs of judgments of one response with the same score.",
                        true,
                        "round ",
                        List.of(judged("", Judges::sameScore))),
                new Chart(
                        "Training loss",
                        "of each optimizer step; 0.693 is where every round begins.",
                        false,
                        "step ",
                        loss()));
    }

    static Optional<Double> consistency(Judges round) {
        return round.decidedBothWays().flatMap(pairs -> share(round.consistent().orElse(0), pairs));
    }

    static Optional<Double> share(int part, int whole) {
        return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
    }

    private Curve joined(String name) {
        return new Curve(
                name,
                judges.stream()
                        .flatMap(judge -> rounds.stream()
                                .filter(round -> round.round() == judge.round() && round.judgments() > 0)
                                .map(round -> new Point(
                                        round.round(), (double) judge.truncatedJudgments() / round.judgments())))
                        .toList());
    }

    private Curve over(String name, Function<RoundSummary, Optional<Double>> value) {
        return new Curve(
                name,
                rounds.stream()
                        .flatMap(round -> value.apply(round).map(y -> new Point(round.round(), y)).stream())
                        .toList());
    }

    private Curve judged(String name, Function<Judges, Optional<Double>> value) {
        return new Curve(
                name,
                judges.stream()
                        .flatMap(round -> value.apply(round).map(y -> new Point(round.round(), y)).stream())
                        .toList());
    }

    private List<Curve> loss() {
        var byRound = losses.stream()
                .filter(loss -> Double.isFinite(loss.loss()))
                .collect(Collectors.groupingBy(Loss::round, TreeMap::new, Collectors.toList()));
        return byRound.entrySet().stream()
                .map(round -> new Curve(
                        "round " + round.getKey(),
                        round.getValue().stream()
                                .map(loss -> new Point(loss.step(), loss.loss()))
                                .toList()))
                .toList();
    }
}
