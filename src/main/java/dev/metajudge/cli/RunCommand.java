package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.backend.Engine;
import dev.metajudge.config.Installation;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RecipeFile;
import dev.metajudge.model.source.ModelCache;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
            "  metajudge run runs/quickstart.yaml --dry-run             calls, tokens, time by earlier runs' rates",
            "  metajudge run runs/quickstart.yaml --dry-run --measure   the same; measures the rates first",
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

    @Option(names = "--dry-run", description = "Say what would be done and how long it would take, and do nothing.")
    private boolean dryRun;

    @Option(
            names = "--measure",
            description = "With --dry-run: measure the model's rates first, by a little of the recipe's own work.")
    private boolean measure;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean json;

    private final Function<Recipe, Engine> engines;

    private final RateBook book;

    RunCommand() {
        this(
                Engines.OF_RECIPE,
                new RateBook(ModelCache.ofUser(System.getenv()).home().resolve("rates.jsonl"), Machine.name()));
    }

    /**
     * @param engines where models run
     * @param book how fast they did
     */
    RunCommand(Function<Recipe, Engine> engines, RateBook book) {
        this.engines = engines;
        this.book = book;
    }

    @Override
    public Integer call() {
        var loaded = RecipeFile.load(recipe, sets);
        var folder = RunFolder.beside(recipe, name == null ? RunFolder.nameOf(recipe) : name);
        var run = RecipeRun.of(recipe, loaded, Installation.prompts(), folder);
        var plan = Plan.of(loaded, run.inputs());
        if (measure && !dryRun) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "--measure goes with --dry-run");
        }
        if (dryRun) {
            if (measure) {
                measured(run);
            }
            var estimate = Estimate.of(plan, loaded, book);
            answer(estimate, estimate.lines());
        } else {
            var began = Instant.now();
            var err = Objects.requireNonNull(spec).commandLine().getErr();
            var report = new RunReport(Watched.work(err, progress -> run.run(engines, progress)));
            ReportCommand.write(folder, folder.path().resolve(RunFolder.REPORT));
            remember(loaded, RunRates.of(folder, plan, began));
            answer(report.answer(), report.lines());
        }
        return Exit.OK.code();
    }

    private void measured(RecipeRun run) {
        try (var engine = engines.apply(run.recipe())) {
            remember(run.recipe(), new RateTrial(run, engine).rates());
        }
    }

    /** What cannot be remembered is no reason to fail. */
    private void remember(Recipe recipe, List<Rate> rates) {
        try {
            book.add(recipe, rates);
        } catch (IOException e) {
            Objects.requireNonNull(spec)
                    .commandLine()
                    .getErr()
                    .println("metajudge: rates are not remembered for later estimates: cannot write " + book.file()
                            + ": " + e.getMessage());
        }
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
