package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.config.Recipe;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.PromptPool;
import dev.metajudge.store.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that goes on only when nothing has changed that its rows depend on. */
class BeginningTest {
    @TempDir
    Path temp;

    private Path begun() {
        var folder = temp.resolve("demo");
        go(folder, Bench.recipe(), Bench.TEMPLATES, Bench.pool(5));
        return folder;
    }

    private static void go(Path folder, Recipe recipe, PromptLibrary templates, PromptPool pool) {
        try (var store = RunStore.open(folder)) {
            new Loop(store, new ScriptedEngine(new Babble(), what -> {}), recipe, new Inputs(templates, pool))
                    .run(new Watching());
        }
    }

    @Test
    void aRecipeThatWouldMixResultsIsRefusedWithAllThatChanged() {
        var folder = begun();
        var rows = Bench.rows(folder);
        var other = Bench.recipe(2, 3, 3, 5, List.of(0.0, 0.4), 2);
        assertThatThrownBy(() -> go(folder, other, Bench.TEMPLATES, Bench.pool(5)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("judge.samples: 4 → 5\n  round 2 pairs.lengthTier: 0.3 → 0.4\n")
                .hasMessageContaining("--name");
        assertThat(Bench.rows(folder)).isEqualTo(rows);
    }

    @Test
    void fewerRoundsThanHaveBegunAreRefused() {
        var folder = begun();
        assertThatThrownBy(() ->
                        go(folder, Bench.recipe(1, 3, 3, 4, List.of(0.0, 0.3), 2), Bench.TEMPLATES, Bench.pool(5)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("rounds: 1, but round 2 has begun");
    }

    @Test
    void otherPromptsAreRefused() {
        var folder = begun();
        var prompts = new java.util.ArrayList<>(Bench.pool(5).prompts());
        prompts.set(4, new PoolPrompt("p5", "Question 5 ?"));
        assertThatThrownBy(() -> go(folder, Bench.recipe(), Bench.TEMPLATES, new PromptPool(prompts)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("prompts.file: pool.jsonl has other prompts");
    }

    @Test
    void anotherTemplateIsRefused() throws Exception {
        var folder = begun();
        var prompts = temp.resolve("prompts");
        for (var name : List.of("judge/additive-5.md", "meta-judge/compare.md")) {
            Files.createDirectories(prompts.resolve(name).getParent());
            var text = Files.readString(Path.of("prompts").resolve(name));
            Files.writeString(prompts.resolve(name), name.startsWith("judge") ? text.replace("strict", "mild") : text);
        }
        assertThatThrownBy(() -> go(folder, Bench.recipe(), PromptLibrary.load(prompts), Bench.pool(5)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("judge.template: ")
                .hasMessageContaining("additive-5.md says something else now");
    }

    @Test
    void changedWeightsAreRefused() throws Exception {
        var folder = begun();
        Files.writeString(folder.resolve("models/M2/adapter.txt"), "tampered");
        var longer = Bench.recipe(3, 3, 3, 4, List.of(0.0, 0.3), 2);
        assertThatThrownBy(() -> go(folder, longer, Bench.TEMPLATES, Bench.pool(5)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the weights of M2 (scripted:model, models/M2)");
    }

    @Test
    void aSmallPoolIsSaid() {
        var progress = new Watching();
        try (var store = RunStore.open(temp.resolve("small"))) {
            new Loop(
                            store,
                            new ScriptedEngine(new Babble(), what -> {}),
                            Bench.recipe(),
                            new Inputs(Bench.TEMPLATES, Bench.pool(2)))
                    .run(progress);
            assertThat(store.work().roundPrompts(1)).hasSize(2);
        }
        assertThat(progress.said.getFirst()).contains("the pool has 2 prompts, fewer than prompts.perRound (3)");
    }
}
