package dev.metajudge.report;

import dev.metajudge.store.Review.Judges;
import dev.metajudge.store.RoundSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sentences on what a round did worse than the one before it. */
record Worsened(List<RoundSummary> rounds, List<Judges> judges) {
    private static final double NONE = 0.5;

    List<String> sentences() {
        var sentences = new ArrayList<String>();
        for (int i = 1; i < rounds.size(); i++) {
            compare(sentences, rounds.get(i - 1), rounds.get(i));
        }
        for (int i = 1; i < judges.size(); i++) {
            compare(sentences, judges.get(i - 1), judges.get(i));
        }
        return sentences;
    }

    private static void compare(List<String> sentences, RoundSummary before, RoundSummary now) {
        fell(sentences, now.round(), "mean reward", before.meanReward(), now.meanReward(), false);
        fell(
                sentences,
                now.round(),
                "share of judgments with a score of their own",
                Curves.share(before.readableJudgments(), before.judgments()),
                Curves.share(now.readableJudgments(), now.judgments()),
                true);
        rose(
                sentences,
                now.round(),
                "share of judgments without any score",
                Curves.share(before.unreadableJudgments(), before.judgments()),
                Curves.share(now.unreadableJudgments(), now.judgments()));
        rose(
                sentences,
                now.round(),
                "share of responses that were cut off",
                Curves.share(before.truncatedResponses(), before.responses()),
                Curves.share(now.truncatedResponses(), now.responses()));
    }

    private static void compare(List<String> sentences, Judges before, Judges now) {
        fell(
                sentences,
                now.round(),
                "share of verdicts that are the same in both orders",
                Curves.consistency(before),
                Curves.consistency(now),
                true);
        fell(sentences, now.round(), "judge's agreement with itself", before.sameScore(), now.sameScore(), true);
        rose(
                sentences,
                now.round(),
                "meta-judge's distance from no position bias",
                before.firstShare().map(share -> Math.abs(share - NONE)),
                now.firstShare().map(share -> Math.abs(share - NONE)));
    }

    private static void fell(
            List<String> sentences,
            int round,
            String what,
            Optional<Double> before,
            Optional<Double> now,
            boolean percent) {
        if (before.isPresent() && now.isPresent() && now.get() < before.get()) {
            sentences.add(sentence(round, what, " fell from ", before.get(), now.get(), percent));
        }
    }

    private static void rose(
            List<String> sentences, int round, String what, Optional<Double> before, Optional<Double> now) {
        if (before.isPresent() && now.isPresent() && now.get() > before.get()) {
            sentences.add(sentence(round, what, " rose from ", before.get(), now.get(), true));
        }
    }

    private static String sentence(int round, String what, String how, double before, double now, boolean percent) {
        return "Round " + round + ": the " + what + how + shown(before, percent) + " to " + shown(now, percent) + ".";
    }

    private static String shown(double value, boolean percent) {
        return percent ? Html.decimal(100 * value, 1) + "%" : Html.decimal(value, 2);
    }
}
