package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes in runs/ read and plan. */
class ShippedRecipesTest {
    private static final Path RUNS = Path.of("runs");

    private static final Plan.Given GIVEN = new Plan.Given(20, 300);

    @TempDir
    Path folder;

    /** A copy beside a pool of its own. */
    private Recipe load(String name) throws IOException {
        var copy = Files.copy(RUNS.resolve(name), folder.resolve(name));
        Files.writeString(folder.resolve("prompts.jsonl"), "{\"prompt\": \"Why?\"}\n");
        return RecipeFile.load(copy, List.of(), Path.of("prompts"));
    }

    /**
     * 20,000 prompts, 200 of them held out: 4 x 5,000 prompts, x 7 = 140,000 responses, x 11 = 1,540,000 judgments; in
     * two rounds 2 x 5,000 x 11 x 10 = 1,100,000 verdicts. 5 x 200 answers and 2 x 200 x 7 comparisons.
     */
    @Test
    void metaRewardingHasThePapersNumbers() throws IOException {
        var recipe = load("meta-rewarding.yaml");
        var plan = Plan.of(recipe, PlanTest.inputs(20_200), GIVEN);
        assertThat(plan.rounds()).isEqualTo(4);
        assertThat(plan.prompts()).isEqualTo(20_000);
        assertThat(plan.responses()).isEqualTo(140_000);
        assertThat(plan.judgments()).isEqualTo(1_540_000);
        assertThat(plan.verdicts()).isEqualTo(1_100_000);
        assertThat(plan.evaluations()).isEqualTo(1_000 + 2_800);
        assertThat(IntStream.rangeClosed(1, 4)
                        .mapToObj(round -> recipe.round(round).pairs().lengthTier()))
                .containsExactly(0.0, 0.32, 0.32, 0.4);
        var file = Files.writeString(folder.resolve("defaults.yaml"), "prompts: {file: prompts.jsonl}\n");
        assertThat(RecipeFile.load(file, List.of("evaluate.heldOut=200"), Path.of("prompts")))
                .as("the defaults are the paper's too")
                .isEqualTo(recipe);
    }

    @Test
    void selfRewardingIsTheSameWithoutAMetaJudge() throws IOException {
        var self = load("self-rewarding.yaml");
        var plan = Plan.of(self, PlanTest.inputs(20_200), GIVEN);
        assertThat(plan.responses()).isEqualTo(140_000);
        assertThat(plan.judgments()).isEqualTo(1_540_000);
        assertThat(plan.verdicts()).isZero();
        assertThat(plan.judgePairs()).isZero();
        var meta = load("meta-rewarding.yaml");
        for (int round = 1; round <= 4; round++) {
            assertThat(self.round(round).train()).isEqualTo(meta.round(round).train());
            assertThat(self.round(round).respond()).isEqualTo(meta.round(round).respond());
            assertThat(self.round(round).judge()).isEqualTo(meta.round(round).judge());
            assertThat(self.round(round).pairs().lengthTier())
                    .isEqualTo(meta.round(round).pairs().lengthTier());
        }
    }

    /** Everything but where the models are. */
    @Test
    void theQuickstartOnAnOllamaIsTheQuickstart() {
        var here = RecipeFile.load(RUNS.resolve("quickstart.yaml"), List.of(), Path.of("prompts"));
        var there = RecipeFile.load(RUNS.resolve("quickstart-ollama.yaml"), List.of(), Path.of("prompts"));
        assertThat(there.rounds()).isEqualTo(here.rounds());
        assertThat(there.seed()).isEqualTo(here.seed());
        assertThat(there.weights()).isEqualTo(here.source());
        assertThat(there.bringsStart()).isTrue();
        assertThat(there.servesRounds()).isTrue();
        assertThat(here.servesRounds()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta-rewarding.yaml", "self-rewarding.yaml"})
    void whereToPutThePromptsIsSaidWithTheLine(String name) throws IOException {
        var copy = Files.copy(RUNS.resolve(name), folder.resolve(name));
        assertThatThrownBy(() -> RecipeFile.load(copy, List.of(), Path.of("prompts")))
                .isInstanceOf(UserError.class)
                .hasMessageMatching("(?s).*" + name + ":[0-9]+: prompts.file: there is no .*prompts.jsonl.*"
                        + "--set prompts.file=FILE.*");
    }

    @Test
    void theQuickstartReadsWithItsOwnPrompts() {
        var recipe = RecipeFile.load(RUNS.resolve("quickstart.yaml"), List.of(), Path.of("prompts"));
        assertThat(Plan.of(recipe, PlanTest.inputs(24), GIVEN).verdicts()).isEqualTo(288);
    }
}
