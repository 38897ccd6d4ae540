package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.Engine;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RecipeFile;
import dev.metajudge.loop.Delivery;
import dev.metajudge.loop.Inputs;
import dev.metajudge.loop.Loop;
import dev.metajudge.loop.Progress;
import dev.metajudge.loop.RunSummary;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.store.RunStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;

/**
 * A recipe with all that its run reads, checked and in memory.
 *
 * @param folder what the run makes lies here
 */
record RecipeRun(Recipe recipe, Inputs inputs, RunFolder folder) {
    /** Reads what the recipe names; nothing is written or fetched. */
    static RecipeRun of(Path file, Recipe recipe, Path prompts, RunFolder folder) {
        var library = PromptLibrary.load(prompts);
        library.template("judge", recipe.every().judge().template());
        library.template("meta-judge", recipe.every().metaJudge().template());
        if (recipe.evaluate().compares() || recipe.evaluate().chooses()) {
            library.template("compare-responses", recipe.evaluate().template());
        }
        if (recipe.writesPrompts()) {
            library.template("generate", recipe.every().prompts().generate().template());
        }
        return new RecipeRun(recipe, Inputs.read(recipe, library, file.resolveSibling("")), folder);
    }

    /** Does what is missing of the run. The model is looked for first, so that no folder is made for a missing one. */
    RunSummary run(Function<Recipe, Engine> engines, Progress progress) {
        try (var engine = engines.apply(recipe)) {
            var file = folder.path().resolve(RunFolder.RECIPE);
            if (!Files.exists(file)) {
                engine.digest(new Checkpoint(recipe.bringsStart() ? recipe.weights() : recipe.source(), List.of()));
            }
            try (var store = RunStore.open(folder.path())) {
                if (!Files.exists(file)) {
                    write(file);
                }
                var summary = new Loop(store, engine, recipe, inputs, delivery()).run(progress);
                write(file); // again: the loop has let this recipe go on with what an earlier one began
                return summary;
            }
        }
    }

    private Delivery delivery() {
        return new ModelDelivery(recipe.serve().type(), ModelResolver.ofUser());
    }

    private void write(Path file) {
        var text =
                "# Every setting of this run. The pool's file is relative to the recipe that the run was begun with.\n"
                        + RecipeFile.toYaml(recipe);
        var unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (var out = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failures.explained(e)
                    .orElse(new UserError(Exit.INPUT, "cannot write " + file + ": " + e.getMessage(), e));
        }
    }
}
