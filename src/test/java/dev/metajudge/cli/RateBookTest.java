package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.config.Recipe;
import dev.metajudge.config.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateBookTest {
    @TempDir
    Path folder;

    private Recipe recipe(String model) throws IOException {
        var file = Files.writeString(
                folder.resolve("r.yaml"),
                "{rounds: 1, evaluate: {heldOut: 1}, model: " + model + ", prompts: {file: x, perRound: 10}}");
        return RecipeFile.resolved(file);
    }

    /**10 x 7 responses of 512 tokens at 100 tokens/s: 358.4 s at most; half of them likely. */
    @Test
    void timesFollowFromTheLatestRateOfThisMachineAndModel() throws IOException {
        var recipe = recipe("a");
        var book = new RateBook(folder.resolve("rates.jsonl"), "this machine");
        book.add(recipe, List.of(new Rate("respond", 7, Optional.empty(), "--measure")));
        book.add(
                recipe,
                List.of(
                        new Rate("respond", 100, Optional.of(0.5), "run x, 2026-01-02"),
                        new Rate("judge", 50, Optional.empty(), "--measure"),
                        new Rate("meta-judge", 20, Optional.empty(), "--measure")));
        new RateBook(book.file(), "another").add(recipe, List.of(new Rate("respond", 1, Optional.empty(), "y")));
        book.add(recipe("b"), List.of(new Rate("respond", 2, Optional.empty(), "z")));

        var stages = Estimate.of(Plan.of(recipe, PlanTest.inputs(11), new Plan.Given(10, 10)), recipe, book)
                .stages();
        assertThat(stages)
                .extracting(Estimate.Timed::stage)
                .containsExactly("respond", "judge", "meta-judge", "train", "held-out", "compare");
        assertThat(stages.get(0).secondsAtMost()).contains(358.4);
        assertThat(stages.get(0).secondsLikely()).contains(179.2);
        assertThat(stages.get(0).from()).contains("run x, 2026-01-02");
        assertThat(stages.get(1).secondsLikely()).isEmpty();
        assertThat(stages.get(5).tokensPerSecond()).contains(20.0);
        assertThat(stages.get(5).from()).contains("--measure (meta-judge)");
        assertThat(stages.get(3).tokensPerSecond()).isEmpty();
    }

    @Test
    void aBookThatCannotBeReadIsEmptyAndWrittenAnew() throws IOException {
        var recipe = recipe("a");
        var book = new RateBook(Files.writeString(folder.resolve("rates.jsonl"), "{broken\n"), "m");
        assertThat(book.of(recipe)).isEmpty();
        Files.writeString(book.file(), "{\"machine\":\"m\",\"tokens_per_second\":\"NaN\"}\n[]\n7\n");
        assertThat(book.of(recipe)).isEmpty();
        book.add(recipe, List.of(new Rate("judge", 5, Optional.empty(), "x")));
        assertThat(book.of(recipe)).containsOnlyKeys("judge");
    }
}
