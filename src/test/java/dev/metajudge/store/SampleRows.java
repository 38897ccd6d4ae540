package dev.metajudge.store;

import java.util.List;
import java.util.Optional;

/** One small round of rows in which every table occurs, with and without its optional values. */
public final class SampleRows {
    private SampleRows() {}

    static ResponseRow response(int sample, String text, Optional<String> duplicateOf) {
        return new ResponseRow(
                "r1.p1." + sample,
                1,
                "p1",
                sample,
                "M0",
                "s1",
                7L,
                text,
                text.length(),
                sample == 1 ? "length" : "stop",
                3,
                5,
                Optional.of(-1.25),
                duplicateOf);
    }

    static JudgmentRow judgment(String response, int sample, Optional<Double> score, boolean forced) {
        return new JudgmentRow(
                response + ".j" + sample,
                1,
                "p1",
                response,
                sample,
                "M0",
                "t1",
                "s1",
                Long.MIN_VALUE,
                "Good.\nScore: " + score.orElse(45.0),
                12,
                "stop",
                4,
                50,
                Optional.of(-0.5),
                forced,
                score,
                score.isPresent() ? Optional.empty() : Optional.of("out of range"),
                forced ? Optional.of("{\"1\":0.25,\"2\":0.75}") : Optional.empty(),
                forced ? Optional.of(0.7) : Optional.empty(),
                forced ? Optional.of(1.75) : Optional.empty(),
                Optional.empty());
    }

    static VerdictRow verdict(int first, int second, int outcome) {
        return new VerdictRow(
                "r1.p1.1.v" + first + "-" + second,
                1,
                "p1",
                "r1.p1.1",
                "r1.p1.1.j" + first,
                "r1.p1.1.j" + second,
                "M0",
                "t2",
                "s1",
                9L,
                outcome == 0 ? "Both." : "Winner: Judgement " + (outcome == 1 ? "A" : "B"),
                "stop",
                4,
                60,
                Optional.of(-0.25),
                false,
                outcome,
                outcome == 0 ? Optional.of("missing") : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static TrainingStepRow step(int step, double loss, double seconds) {
        return new TrainingStepRow(1, step, 2, 0.5 * step, loss, .1, -.1, .2, .75, -10, -12, 1.5, 1e-4, 400, seconds);
    }

    public static List<Row> all() {
        return List.of(
                new RunRow("demo", 1, "{}", "pool", "t1", "t2", "0.1"),
                new TemplateRow("t1", "judge", "additive-5"),
                new TemplateRow("t2", "meta-judge", "compare"),
                new SamplingRow("s1", "{}"),
                ModelRow.here("M0", 0, Optional.empty(), "m", Optional.empty(), "d0", Optional.empty(), 0, 0, 0),
                new PromptRow("p1", 1, "Why is the sky blue?"),
                new PromptRow("p2", 2, "Say \"hi\";\n'now' é\uD83D\uDE00"),
                new RoundRow(1, "M0"),
                new RoundPromptRow(1, 1, "p1"),
                new RoundPromptRow(1, 2, "p2"),
                new StageRow(1, "respond", 2, 3),
                new StageRow(1, "train", 8, 2),
                response(1, "Because.", Optional.empty()),
                response(2, "Rayleigh scattering.", Optional.empty()),
                response(3, "Because.", Optional.of("r1.p1.1")),
                new StageBatchRow(1, "respond", 1, 3, 9, 0.5),
                judgment("r1.p1.1", 1, Optional.of(2.0), true),
                judgment("r1.p1.1", 2, Optional.of(4.0), false),
                judgment("r1.p1.2", 1, Optional.of(5.0), false),
                judgment("r1.p1.2", 2, Optional.empty(), false),
                new RewardRow("r1.p1.1", 1, "p1", 2, 2, Optional.of(3.0), Optional.of(1.0)),
                new RewardRow("r1.p1.2", 1, "p1", 2, 1, Optional.of(5.0), Optional.of(0.0)),
                verdict(1, 2, -1),
                verdict(2, 1, 0),
                new VerdictCapRow(1, 1, 2, 6),
                new PositionWeightRow(1, 1, 0, 1.0),
                new PositionWeightRow(1, 2, 1, 0.0),
                new RatingRow("r1.p1.1.j1", 1, "p1", "r1.p1.1", -0.5),
                new RatingRow("r1.p1.1.j2", 1, "p1", "r1.p1.1", 0.5),
                new PreferencePairRow("r1.p1.actor", 1, "p1", "actor", "r1.p1.2", "r1.p1.1", 5, 3, 20, 8),
                new PreferencePairRow("r1.p1.judge", 1, "p1", "judge", "r1.p1.1.j2", "r1.p1.1.j1", .5, -.5, 12, 12),
                new PairOutcomeRow(1, "p1", "actor", "pair", Optional.of("r1.p1.actor")),
                new PairOutcomeRow(1, "p1", "judge", "pair", Optional.of("r1.p1.judge")),
                new PairOutcomeRow(1, "p2", "actor", "too few", Optional.empty()),
                step(1, 0.6931, 2),
                step(2, 0.5, 2),
                new TrainingEvaluationRow(1, 2, 1, .45, .2, -.2, .4, .75, -9, -13, 150, 1),
                new TrainingRow(1, "sigmoid", 1, 1, 1, 0, 2, Optional.of(2), Optional.of(.45)),
                new LeftOutRow(1, "r1.p1.judge"),
                ModelRow.here(
                        "M1", 1, Optional.of("M0"), "m", Optional.of("models/M1"), "d1", Optional.of("a1"), 2, 1, 2));
    }
}
