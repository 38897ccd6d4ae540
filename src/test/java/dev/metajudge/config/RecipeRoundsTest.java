package dev.metajudge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings by rounds. */
class RecipeRoundsTest {
    private static final String LEAST = "prompts: {file: pool.jsonl}\n";

    @TempDir
    Path folder;

    @BeforeEach
    void aPool() throws IOException {
        Files.writeString(folder.resolve("pool.jsonl"), "{}\n");
    }

    private Recipe load(String yaml, String... sets) throws IOException {
        var file = Files.writeString(folder.resolve("try.yaml"), yaml);
        return RecipeFile.load(file, List.of(sets), Path.of("prompts"));
    }

    private List<String> problems(String yaml, String... sets) {
        var error = catchThrowableOfType(UserError.class, () -> load(yaml, sets));
        assertThat(error).as(yaml).isNotNull();
        return String.valueOf(error.getMessage())
                .replace(folder + "/", "")
                .lines()
                .map(String::strip)
                .toList();
    }

    private static <T> List<T> of(Recipe recipe, int rounds, Function<RoundSettings, T> setting) {
        return IntStream.rangeClosed(1, rounds)
                .mapToObj(recipe::round)
                .map(setting)
                .toList();
    }

    private static List<Double> tiers(Recipe recipe, int rounds) {
        return of(recipe, rounds, round -> round.pairs().lengthTier());
    }

    @Test
    void aNumberSaysHowManyRoundsOfTheDefaultSchedule() throws IOException {
        assertThat(load(LEAST + "rounds: 2\n").roundCount()).isEqualTo(2);
        assertThat(tiers(load(LEAST, "rounds=2"), 4)).containsExactly(0.0, 0.32, 0.32, 0.4);
        assertThat(load(LEAST, "roundCount=7").roundCount()).isEqualTo(7);
        assertThat(load(LEAST, "roundCount=0").roundCount()).isEqualTo(4);
    }

    @Test
    void aListReplacesTheScheduleAndItsLastEntryRepeats() throws IOException {
        var recipe = load(LEAST + """
                roundCount: 5
                pairs: {lengthTier: 0.1}
                rounds:
                  - pairs: {lengthTier: 0, maxChosenResponse: 700}
                    respond: {samples: 3, sampling: {temperature: 1.1}}
                  -
                  - metaJudge: {enabled: false}
                """);
        assertThat(recipe.roundCount()).isEqualTo(5);
        assertThat(tiers(recipe, 5)).containsExactly(0.0, 0.1, 0.1, 0.1, 0.1);
        assertThat(of(recipe, 3, round -> round.pairs().maxChosenResponse())).containsExactly(700, 1000000, 1000000);
        assertThat(of(recipe, 2, round -> round.respond().samples())).containsExactly(3, 7);
        assertThat(of(recipe, 2, round -> round.respond().sampling().temperature()))
                .containsExactly(1.1, 0.8);
        assertThat(of(recipe, 1, round -> round.respond().sampling().topP())).containsExactly(0.95);
        assertThat(of(recipe, 5, round -> round.metaJudge().enabled()))
                .containsExactly(true, true, false, false, false);
        assertThat(load(LEAST + "rounds: [{}, {}, {}]\n").roundCount()).isEqualTo(3);
    }

    @Test
    void sectionsStandOverTheSchedulesBelowThemAndUnderTheListBesideThem() throws IOException {
        assertThat(tiers(load(LEAST + "pairs: {lengthTier: 0.2}\n"), 4)).containsExactly(0.2, 0.2, 0.2, 0.2);
        var list = LEAST + "pairs: {lengthTier: 0.2}\nrounds: [{pairs: {lengthTier: 0}}, {}]\n";
        assertThat(tiers(load(list), 3)).containsExactly(0.0, 0.2, 0.2);
        assertThat(tiers(load(list, "pairs.lengthTier=0.3"), 3)).containsExactly(0.3, 0.3, 0.3);
        var fewer = load(list, "rounds=1");
        assertThat(fewer.roundCount()).isEqualTo(1);
        assertThat(tiers(fewer, 2)).containsExactly(0.0, 0.2);
        var other = load(list, "rounds=[{pairs: {lengthTier: 0.4}}]");
        assertThat(other.roundCount()).isEqualTo(1);
        assertThat(tiers(other, 2)).containsExactly(0.4, 0.4);
        assertThat(of(
                        load(LEAST, "metaJudge.enabled=false"),
                        4,
                        r -> r.metaJudge().enabled()))
                .containsOnly(false);
    }

    @Test
    void whatEachRoundSharesIsWrittenOnceAndReadBackEqual() throws IOException {
        for (var yaml : List.of(
                LEAST,
                LEAST + "rounds: 9\n",
                LEAST
                        + "roundCount: 2\nrounds: [{}, {train: {epochs: 1}, judge: {samples: 2, sampling: {stop: [x]}}}, {}]\n")) {
            var recipe = load(yaml, "pairs.dropSameScore=true");
            var copy = Files.writeString(folder.resolve("copy.yaml"), RecipeFile.toYaml(recipe));
            assertThat(RecipeFile.resolved(copy)).isEqualTo(recipe);
        }
        var tree = RecipeTree.of(load(LEAST));
        assertThat(tree.path("rounds"))
                .hasToString("["
                        + "{\"pairs\":{\"lengthTier\":0.0,\"maxChosenResponse\":2500,\"maxChosenJudgment\":1100}},{},"
                        + "{\"metaJudge\":{\"enabled\":false}},"
                        + "{\"pairs\":{\"lengthTier\":0.4},\"metaJudge\":{\"enabled\":false}}]");
        assertThat(RecipeTree.round(tree, 9).at("/pairs/lengthTier").asDouble()).isEqualTo(0.4);
        assertThat(RecipeTree.round(tree, 9).at("/pairs/dropSameScore").asBoolean())
                .isFalse();
        assertThat(RecipeTree.round(tree, 1).at("/pairs/maxChosenJudgment").asInt())
                .isEqualTo(1100);
    }

    @Test
    void everyProblemOfTheEntriesIsToldAtOnceWithItsLine() {
        assertThat(problems("""
                prompts: {file: pool.jsonl}
                judge: {samples: 0}
                rounds:
                  - pairs: {lengthTier: 2}
                    judge: {sample: 3}
                  - 0.32
                  - jugde: {samples: 3}
                    model: x.gguf
                    prompts: {file: other.jsonl, perRound: 0}
                  - judge: {template: other, samples: many}
                    evaluate: {heldOut: 3}
                  - metaJudge: false
                """))
                .containsExactly(
                        "try.yaml has 12 problems:",
                        "try.yaml:2: judge.samples must be 1 or more, not 0",
                        "try.yaml:4: rounds.1.pairs.lengthTier must lie in 0 to 1, not 2.0",
                        "try.yaml:5: unknown setting \"rounds.1.judge.sample\"; did you mean \"rounds.1.judge.samples\"?",
                        "try.yaml:6: rounds.2 needs a block of settings such as {pairs: {lengthTier: 0.32}}, not the"
                                + " number 0.32",
                        "try.yaml:7: unknown setting \"rounds.3.jugde\"; did you mean \"rounds.3.judge\"?",
                        "try.yaml:8: rounds.3.model: no round can change this, a round begins with the model that the"
                                + " one before it made; set model outside rounds",
                        "try.yaml:9: rounds.3.prompts.file: no round can change this, no prompt is used twice before"
                                + " the pool is spent; set prompts.file outside rounds",
                        "try.yaml:9: rounds.3.prompts.perRound must be 1 or more, not 0",
                        "try.yaml:10: rounds.4.judge.template: no round can change this, rewards under unlike rubrics"
                                + " could not be compared; set judge.template outside rounds",
                        "try.yaml:10: rounds.4.judge.samples needs a whole number, not the text \"many\"",
                        "try.yaml:11: rounds.4.evaluate: no round can change this, else the rounds' models could not"
                                + " be compared; set evaluate outside rounds",
                        "try.yaml:12: rounds.5.metaJudge needs a block of settings, not false");
    }

    @Test
    void howManyRoundsIsSaidOnceAndAListOnTheCommandLineNamesItself() {
        assertThat(problems(LEAST + "rounds: 2\nroundCount: 3\n"))
                .containsExactly("try.yaml:3: rounds and roundCount both say how many rounds; leave one of them out");
        assertThat(problems(LEAST, "rounds=[{pairs: {lengthTier: x}}]"))
                .containsExactly("--set rounds=[{pairs: {lengthTier: x}}]: rounds.1.pairs.lengthTier needs a number,"
                        + " not the text \"x\"");
    }
}
