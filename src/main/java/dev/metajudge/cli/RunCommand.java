package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.backend.Engine;
import dev.metajudge.config.Installation;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RecipeFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a recipe, or goes on with its run where that stopped. */
@Command(
        name = "run",
        description = {
            "Runs a recipe round by round, or goes on where its run stopped.",
            "Everything that it makes lies in a folder beside the recipe, named like it."
        },
        footer = {
            "  metajudge run runs/quickstart.yaml",
            "  metajudge run runs/quickstart.yaml --dry-run",
            "  metajudge run runs/quickstart.yaml --name more --set rounds=3",
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RECIPE.yaml", description = "The recipe.")
    private Path recipe = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "The run's name; the recipe's file name by itself.")
    private @Nullable String name;

    @Option(
            names = "--set",
            paramLabel = "a.b=VALUE",
            description = "A setting over the recipe's, such as judge.samples=5; any number of them.")
    private List<String> sets = List.of();

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean json;

    private final Function<Recipe, Engine> engines;

    RunCommand() {
        this(Engines.EMBEDDED);
    }

    /** @param engines where models run */
    RunCommand(Function<Recipe, Engine> engines) {
        this.engines = engines;
    }

    @Override
    public Integer call() {
        var loaded = RecipeFile.load(recipe, sets);
        var folder = RunFolder.beside(recipe, name == null ? RunFolder.nameOf(recipe) : name);
        var run = RecipeRun.of(recipe, loaded, Installation.prompts(), folder);
        if (dryRun) {
            var plan = Plan.of(loaded, run.inputs());
            answer(plan, plan.lines());
        } else {
            Plan.of(loaded, run.inputs());
            var err = Objects.requireNonNull(spec).commandLine().getErr();
            var report = new RunReport(Watched.work(err, progress -> run.run(engines, progress)));
            ReportCommand.write(folder, folder.path().resolve(RunFolder.REPORT));
            answer(report.answer(), report.lines());
        }
        return Exit.OK.code();
    }

    private void answer(Object value, List<String> lines) {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(Json.line(value));
        } else {
            lines.forEach(out::println);
        }
    }
}
