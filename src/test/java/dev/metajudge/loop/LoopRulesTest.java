package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampling;
import dev.metajudge.config.Generate;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RewardSource;
import dev.metajudge.config.RoundSettings;
import dev.metajudge.model.Precision;
import dev.metajudge.prompt.Message;
import dev.metajudge.store.PairOutcomeRow;
import dev.metajudge.store.PreferencePairRow;
import dev.metajudge.store.RewardRow;
import dev.metajudge.store.RunStore;
import dev.metajudge.store.VerdictRow;
import dev.metajudge.train.DataSettings;
import dev.metajudge.train.TooLong;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One prompt whose every text is given, with the arithmetic done by hand.
 *
 * <p>Responses: 1 "alpha alpha" (11 characters, scores 4 4 5: mean 13/3, variance 2/9), 2 "beta" (4 characters, scores
 * 4, out of range, none: mean 4, variance 0), 3 "beta" again, 4 "gamma gamma gamma" (17 characters, scores 1 2 3: mean 2,
 * variance 2/3).
 *
 * <p>Response 4 is meta-judged. Judgment 3 beats 1 and 2 in both orders; between 1 and 2 whoever is shown first wins.
 * Wins of the first place: 1-2, 2-1, 3-1, 3-2 = 4, of the second: 1-3, 2-3 = 2; so w1 = 2/6, w2 = 4/6.
 * B12 = B21 = 1/3, B31 = B32 = 1/3 + 2/3 = 1. By symmetry the strengths are (-x, -x, 2x) with x at the maximum of
 * 2 log sigma(3x) - 0.005 * 6x^2, that is, sigma(-3x) = 0.01 x.
 */
class LoopRulesTest {
    private static final Map<String, List<String>> TEXTS = Map.of(
            "r1.p1", List.of("alpha alpha", "beta", "beta", "gamma gamma gamma"),
            "r1.p1.1", List.of("Good.\nScore: 4", "Score: 4", "Fine.\nScore: 5"),
            "r1.p1.2", List.of("Short.\nScore: 4", "Score: 45", "The response says Score: 5 itself, hm"),
            "r1.p1.4", List.of("Bad.\nScore: 1", "Poor.\nScore: 2", "Middling.\nScore: 3"));

    @TempDir
    Path folder;

    private static Recipe recipe(int rounds, double tier, int metaRounds) {
        var sampling = new Sampling(1, 1, 0, 0, 100, List.of());
        var entries = IntStream.rangeClosed(1, rounds)
                .mapToObj(round -> new RoundSettings(
                        new Recipe.Prompts("pool.jsonl", 1, Bench.generate(0, Generate.Author.BASE)),
                        new Recipe.Respond(4, 1, sampling),
                        new Recipe.Judge("additive-5", 3, 1, false, RewardSource.PARSED, sampling),
                        new Recipe.Pairs(tier, 1000, 1000, false),
                        new Recipe.Meta(round <= metaRounds, "compare", 2, false, 0, sampling),
                        Bench.training(new DataSettings(1, 8, 1, 512, TooLong.DROP), 1)))
                .toList();
        return new Recipe(
                "scripted:model",
                Precision.FP32,
                "auto",
                1,
                rounds,
                entries.getFirst(),
                entries,
                Bench.noEvaluation(),
                Bench.NO_LIMITS);
    }

    private static String text(Request request, int sample) {
        var id = request.id().replaceFirst("^r[0-9]+", "r1").replaceFirst("p[0-9]+", "p1");
        if (TEXTS.containsKey(id)) {
            return TEXTS.get(id).get(sample);
        }
        return switch (id.substring("r1.p1.4.v".length())) {
            case "1-3", "2-3" -> "Winner: Judgement B";
            default -> "The first.\n**Winner: Judgment A**";
        };
    }

    private ScriptedEngine run(RunStore store, Recipe recipe, Progress progress) {
        var engine = new ScriptedEngine((request, sample, random) -> text(request, sample), what -> {});
        new Loop(store, engine, recipe, new Inputs(Bench.TEMPLATES, Bench.pool(1))).run(progress);
        return engine;
    }

    @Test
    void rewardsPairsWeightsAndRatingsAreThoseByHand() {
        try (var store = RunStore.open(folder)) {
            var engine = run(store, recipe(1, 0.32, 2), new Watching());
            var rows = store.browse();

            assertThat(rows.response("r1.p1.3").orElseThrow().duplicateOf()).contains("r1.p1.2");
            assertThat(rows.judgmentsOf("r1.p1.3")).isEmpty();
            var reward = rows.reward("r1.p1.1").orElseThrow();
            assertThat(reward.reward().orElseThrow()).isCloseTo(13 / 3.0, within(1e-12));
            assertThat(reward.variance().orElseThrow()).isCloseTo(2 / 9.0, within(1e-12));
            assertThat(rows.reward("r1.p1.2"))
                    .contains(new RewardRow("r1.p1.2", 1, "p1", 3, 1, Optional.of(4.0), Optional.of(0.0)));
            assertThat(rows.judgment("r1.p1.2.j2").orElseThrow().unreadable()).contains("out of range");
            assertThat(rows.judgment("r1.p1.2.j3").orElseThrow().unreadable()).isPresent();

            // rho .32: chosen from .68 * 13/3 + .32 * 2 = 3.59 up: 1 and 2, the shorter; rejected up to 2.75: 4.
            assertThat(rows.pair("r1.p1.actor"))
                    .contains(
                            new PreferencePairRow("r1.p1.actor", 1, "p1", "actor", "r1.p1.2", "r1.p1.4", 4, 2, 4, 17));

            assertThat(rows.verdictsOn("r1.p1.4"))
                    .extracting(VerdictRow::id, VerdictRow::outcome)
                    .containsExactly(
                            tuple("r1.p1.4.v1-2", 1),
                            tuple("r1.p1.4.v1-3", -1),
                            tuple("r1.p1.4.v2-1", 1),
                            tuple("r1.p1.4.v2-3", -1),
                            tuple("r1.p1.4.v3-1", 1),
                            tuple("r1.p1.4.v3-2", 1));
            assertThat(rows.verdictsOn("r1.p1.1")).isEmpty();
            assertThat(rows.verdictsOn("r1.p1.2")).isEmpty();

            double x = root();
            assertThat(strength(store, 1)).isCloseTo(-x, within(1e-6));
            assertThat(strength(store, 2)).isCloseTo(-x, within(1e-6));
            assertThat(strength(store, 3)).isCloseTo(2 * x, within(1e-6));
            var judgePair = rows.pair("r1.p1.judge").orElseThrow();
            assertThat(judgePair.chosen()).isEqualTo("r1.p1.4.j3");
            assertThat(judgePair.rejected()).isEqualTo("r1.p1.4.j1");

            assertThat(engine.trained).hasSize(2);
            var actor = engine.trained.getFirst();
            assertThat(actor.prompt()).containsExactly(Message.user("Question 1?"));
            assertThat(List.of(actor.chosen(), actor.rejected())).containsExactly("beta", "gamma gamma gamma");
            var judge = engine.trained.getLast();
            assertThat(judge.prompt()).hasSize(2);
            assertThat(judge.prompt().getLast().content()).contains("Question 1?", "gamma gamma gamma");
            assertThat(List.of(judge.chosen(), judge.rejected()))
                    .containsExactly("Middling.\nScore: 3", "Bad.\nScore: 1");
        }
    }

    private static double strength(RunStore store, int sample) {
        return store.browse().rating("r1.p1.4.j" + sample).orElseThrow().strength();
    }

    private static double root() {
        double low = 0;
        double high = 10;
        for (int i = 0; i < 100; i++) {
            double x = (low + high) / 2;
            if (1 / (1 + Math.exp(3 * x)) > 0.01 * x) {
                low = x;
            } else {
                high = x;
            }
        }
        return low;
    }

    @Test
    void withoutATierTheHighestMeetsTheLowest() {
        try (var store = RunStore.open(folder)) {
            run(store, recipe(1, 0, 0), new Watching());
            var pair = store.browse().pair("r1.p1.actor").orElseThrow();
            assertThat(List.of(pair.chosen(), pair.rejected())).containsExactly("r1.p1.1", "r1.p1.4");
            assertThat(pair.chosenValue()).isCloseTo(13 / 3.0, within(1e-12));
        }
    }

    @Test
    void judgePairsEndAfterTheirRoundsAndVerdictsWithThem() {
        try (var store = RunStore.open(folder)) {
            var engine = run(store, recipe(2, 0, 1), new Watching());
            assertThat(engine.trained)
                    .extracting(e -> e.id())
                    .containsExactly("r1.p1.actor", "r1.p1.judge", "r2.p1.actor");
            assertThat(store.browse().verdictsOn("r2.p1.4")).isEmpty();
        }
    }

    @Test
    void theNextRoundIsDoneByTheModelJustTrained() {
        try (var store = RunStore.open(folder)) {
            var engine = run(store, recipe(2, 0, 1), new Watching());
            var rows = store.browse();
            assertThat(rows.response("r1.p1.1").orElseThrow().model()).isEqualTo("M0");
            assertThat(rows.response("r2.p1.1").orElseThrow().model()).isEqualTo("M1");
            assertThat(rows.judgment("r2.p1.1.j1").orElseThrow().model()).isEqualTo("M1");
            assertThat(engine.sampledWith.getFirst().adapters()).isEmpty();
            assertThat(engine.sampledWith.getLast().adapters())
                    .containsExactly(folder.resolve("models").resolve("M1"));
            assertThat(rows.models()).extracting(m -> m.digest()).doesNotHaveDuplicates();
        }
    }

    @Test
    void aRoundWithoutAPairSaysSoAndCarriesItsModelOn() {
        var engine = new ScriptedEngine(
                (request, sample, random) -> request.ending().isEmpty() ? "text " + sample : "Score: 3", what -> {});
        var progress = new Watching();
        try (var store = RunStore.open(folder)) {
            var summary =
                    new Loop(store, engine, recipe(2, 0, 0), new Inputs(Bench.TEMPLATES, Bench.pool(1))).run(progress);
            assertThat(progress.said)
                    .filteredOn(said -> said.startsWith("note"))
                    .hasSize(2);
            assertThat(progress.said.toString()).contains("M1 is M0 unchanged");
            assertThat(engine.trained).isEmpty();
            assertThat(store.browse().outcomesOf("p1"))
                    .containsExactly(
                            new PairOutcomeRow(1, "p1", "actor", "all equal", Optional.empty()),
                            new PairOutcomeRow(2, "p1", "actor", "all equal", Optional.empty()));
            assertThat(summary.models()).extracting(m -> m.name()).containsExactly("M0", "M1", "M2");
            assertThat(engine.sampledWith.getLast().adapters()).isEmpty();
            assertThat(summary.adapters()).isEmpty();
        }
    }
}
