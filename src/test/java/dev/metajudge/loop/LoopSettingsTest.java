package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.Reading;
import dev.metajudge.config.FailOn;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RewardSource;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.store.ModelRow;
import dev.metajudge.store.PairOutcomeRow;
import dev.metajudge.store.RunStore;
import dev.metajudge.store.VerdictCapRow;
import dev.metajudge.store.VerdictRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the recipe's settings do to a run: the cap, rewards, limits by rounds, and when it stops. */
class LoopSettingsTest {
    @TempDir
    Path temp;

    private static Recipe small(int rounds) {
        return Bench.recipe(rounds, 3, 2, 5, List.of(0.0), rounds);
    }

    private static ScriptedEngine engine(ScriptedEngine.Script script) {
        return new ScriptedEngine(script, what -> {});
    }

    private static boolean isResponse(String id) {
        return id.matches("r\\d+\\.p\\d+");
    }

    private static boolean isVerdict(String id) {
        return id.contains(".v");
    }

    /** Two responses a prompt; the judgments' scores are 1 to 5; whoever is shown first wins. */
    private static final ScriptedEngine.Script PLAIN = (request, sample, random) -> isResponse(request.id())
            ? "Text " + sample
            : isVerdict(request.id()) ? "Winner: Judgement A" : "Reason.\nScore: " + (sample + 1);

    @Test
    void theCapKeepsPairsInBothOrdersAndSaysWhatItLeftOut() {
        var progress = new Watching();
        try (var store = RunStore.open(temp.resolve("demo"))) {
            var summary = Bench.run(store, engine(PLAIN), Bench.capped(small(1), 5), progress);
            assertThat(store.work().verdictCap(1)).contains(new VerdictCapRow(1, 3, 12, 60));
            assertThat(progress.said).contains("note round 1: metaJudge.maxVerdicts keeps 12 of 60 verdicts");
            var round = summary.rounds().getFirst();
            assertThat(round.verdicts()).isEqualTo(12);
            assertThat(round.possibleVerdicts()).contains(60);
            for (var disputed : store.work().decided(1)) {
                assertThat(store.browse().verdictsOn(disputed.response()))
                        .hasSize(4)
                        .extracting(VerdictRow::shownFirst, VerdictRow::shownSecond)
                        .contains(org.assertj.core.api.Assertions.tuple(disputed.shownSecond(), disputed.shownFirst()));
            }
        }
    }

    @Test
    void aJudgeApartJudgesInEveryRoundAndItsRowsSaySo() {
        var engine = engine(PLAIN);
        try (var store = RunStore.open(temp.resolve("demo"))) {
            var recipe = Bench.judged(
                    small(2),
                    new Recipe.Judge(
                            "scripted:judge",
                            "additive-5",
                            5,
                            4,
                            true,
                            RewardSource.PARSED,
                            Reading.NORMED,
                            "",
                            "",
                            small(1).every().judge().sampling()));
            var summary = Bench.run(store, engine, recipe, new Watching());
            assertThat(summary.models()).extracting(ModelRow::name).containsExactly("M0", "M1", "M2");
            assertThat(store.work().roleModels())
                    .singleElement()
                    .satisfies(judge -> assertThat(judge.source()).isEqualTo("scripted:judge"));
            var judged = store.work().judgments(List.of("r1.p1.1.j1", "r2.p4.1.j1", "r2.p1.1.j1"));
            assertThat(judged)
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.model()).isEqualTo("judge"));
            assertThat(engine.sampledWith)
                    .extracting(Checkpoint::source)
                    .contains("scripted:judge")
                    .contains("scripted:model");
        }
    }

    @Test
    void withoutACapThatBitesNothingIsSaid() {
        var progress = new Watching();
        try (var store = RunStore.open(temp.resolve("demo"))) {
            var summary = Bench.run(store, engine(PLAIN), Bench.capped(small(1), 20), progress);
            assertThat(store.browse().verdictCaps()).isEmpty();
            assertThat(summary.rounds().getFirst().verdicts()).isEqualTo(60);
            assertThat(summary.rounds().getFirst().possibleVerdicts()).isEmpty();
            assertThat(progress.said.toString()).doesNotContain("maxVerdicts");
        }
    }

    /** The chosen response of 8 characters is too long in round 1 only; the judgments all give 3. */
    @Test
    void limitsGoByRoundsAndEqualScoresMayMakeNoPair() {
        var first = new Recipe.Pairs(0, 7, 1000, true);
        var second = new Recipe.Pairs(0, 1000, 1000, true);
        try (var store = RunStore.open(temp.resolve("demo"))) {
            Bench.run(
                    store,
                    engine((request, sample, random) -> isResponse(request.id())
                            ? List.of("The best", "Worst").get(sample)
                            : isVerdict(request.id())
                                    ? request.id().matches(".*v(1-.*|.-2)")
                                            ? "Winner: Judgement A"
                                            : "Winner: Judgement B"
                                    : "Reason " + sample + ".\nScore: "
                                            + (request.id().endsWith(".1") ? 4 : 3)),
                    Bench.paired(small(2), first, second),
                    new Watching());
            for (var prompt : store.work().roundPrompts(1)) {
                assertThat(store.browse().outcomesOf(prompt))
                        .filteredOn(outcome -> outcome.round() == 1)
                        .extracting(PairOutcomeRow::outcome)
                        .containsExactly("chosen too long", "same score");
            }
            assertThat(store.work().pairs(2))
                    .hasSize(3)
                    .allMatch(pair -> pair.kind().equals("actor"));
        }
    }

    private static Recipe rewarded(RewardSource reward, boolean force) {
        var judge = small(1).every().judge();
        return Bench.judged(small(1), new Recipe.Judge(judge.template(), 5, 4, force, reward, judge.sampling()));
    }

    @Test
    void eScoreTakesTheExpectationsOfJudgmentsWhoseScoreCounts() {
        try (var store = RunStore.open(temp.resolve("demo"))) {
            Bench.run(
                    store,
                    engine((request, sample, random) -> isResponse(request.id()) || isVerdict(request.id())
                            ? PLAIN.text(request, sample, random)
                            : List.of("Score: 4", "Score: 45", "Well.\nScore: 1", "", "Score: 4 or 5")
                                    .get(sample)),
                    rewarded(RewardSource.E_SCORE, false),
                    new Watching());
            var judgments = store.browse().judgmentsOf("r1.p1.1");
            double expected = Stream.of(judgments.get(0), judgments.get(2))
                    .mapToDouble(judgment -> judgment.expected().orElseThrow())
                    .average()
                    .orElseThrow();
            var reward = store.browse().reward("r1.p1.1").orElseThrow();
            assertThat(reward.valid()).isEqualTo(2);
            assertThat(reward.reward().orElseThrow()).isCloseTo(expected, within(1e-12));
            assertThat(reward.reward().orElseThrow()).isNotCloseTo(2.5, within(1e-3));
            assertThat(judgments)
                    .extracting(judgment -> judgment.score().isPresent())
                    .containsExactly(true, false, true, false, false);
        }
    }

    @Test
    void fractionsCountWhereTheRubricAllowsThemAndCutJudgmentsAreMarked() throws IOException {
        var judge = Files.createDirectories(temp.resolve("prompts/judge"));
        var meta = Files.createDirectories(temp.resolve("prompts/meta-judge"));
        var template = Files.readString(Path.of("prompts/judge/additive-5.md"));
        Files.writeString(judge.resolve("additive-5.md"), template.replace("fractional: false", "fractional: true"));
        Files.copy(Path.of("prompts/meta-judge/compare.md"), meta.resolve("compare.md"));
        ScriptedEngine.Script script = (request, sample, random) -> isResponse(request.id()) || isVerdict(request.id())
                ? PLAIN.text(request, sample, random)
                : List.of("Score: 4.5", "Score: 3", "Score: 5.5", "Score: 0.5", "so ".repeat(40))
                        .get(sample);
        var recipe = rewarded(RewardSource.PARSED, false);
        try (var store = RunStore.open(temp.resolve("fractions"))) {
            var library = PromptLibrary.load(temp.resolve("prompts"));
            var summary =
                    new Loop(store, engine(script), recipe, new Inputs(library, Bench.pool(5))).run(new Watching());
            assertThat(store.browse().reward("r1.p1.1").orElseThrow().reward().orElseThrow())
                    .isEqualTo(3.75);
            var judgments = store.browse().judgmentsOf("r1.p1.1");
            assertThat(judgments.get(0).score()).contains(4.5);
            assertThat(judgments.get(2).unreadable()).contains("out of range");
            assertThat(judgments.get(3).unreadable()).contains("out of range");
            assertThat(judgments.get(4).finish()).isEqualTo("length");
            assertThat(judgments.get(4).unreadable()).contains("missing");
            assertThat(summary.rounds().getFirst().truncatedJudgments()).isEqualTo(6);
        }
        try (var store = RunStore.open(temp.resolve("whole"))) {
            Bench.run(store, engine(script), recipe, new Watching());
            assertThat(store.browse().judgmentsOf("r1.p1.1").getFirst().unreadable())
                    .contains("fraction");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unreadableJudgments, 0.9",
        "truncatedJudgments, 0.5",
        "forcedJudgments, 0.2",
        "truncatedResponses, 0.5",
        "emptyResponses, 0",
        "undecidedVerdicts, 0.5"
    })
    void aShareAboveItsLimitStopsTheRunUntilTheLimitIsRaised(String setting, double most) {
        boolean force = setting.equals("forcedJudgments") || setting.equals("undecidedVerdicts");
        var limits = new FailOn(
                setting.equals("unreadableJudgments") ? most : 1,
                setting.equals("truncatedJudgments") ? most : 1,
                setting.equals("forcedJudgments") ? most : 1,
                setting.equals("truncatedResponses") ? most : 1,
                setting.equals("emptyResponses") ? most : 1,
                setting.equals("undecidedVerdicts") ? most : 1,
                4);
        ScriptedEngine.Script bad = (request, sample, random) -> isResponse(request.id())
                ? setting.equals("emptyResponses") ? " \n" : "endless ".repeat(20) + sample
                : isVerdict(request.id()) ? "Winner: tie" : "endless ".repeat(20);
        var recipe = rewarded(RewardSource.PARSED, force);
        try (var store = RunStore.open(temp.resolve("demo"))) {
            var engine = engine(bad);
            assertThatThrownBy(() -> Bench.run(store, engine, Bench.limited(recipe, limits), new Watching()))
                    .isInstanceOfSatisfying(
                            UserError.class, e -> assertThat(e.exit()).isEqualTo(Exit.STOPPED))
                    .hasMessageContaining("round 1, ")
                    .hasMessageContaining("failOn." + setting + " allows")
                    .hasMessageContaining("--set failOn." + setting + "=1");
            int asked = engine.requests.size();
            assertThat(asked).isPositive();
            assertThatThrownBy(() -> Bench.run(store, engine, Bench.limited(recipe, limits), new Watching()))
                    .isInstanceOf(UserError.class);
            assertThat(engine.requests).as("stopped again at once").hasSize(asked);
            Bench.run(store, engine, Bench.limited(recipe, Bench.NO_LIMITS), new Watching());
            assertThat(store.browse().models()).hasSize(2);
            assertThat(engine.requests.values()).allMatch(times -> times == 1);
        }
    }
}
