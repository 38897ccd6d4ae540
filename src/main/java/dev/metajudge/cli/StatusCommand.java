package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.store.RunReader;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how far runs are. */
@Command(
        name = "status",
        description =
                "Says how far a run is, stage by stage; without a name, how far every run is. A run may be going on meanwhile.",
        footer = {
            "  metajudge status                    a line a run",
            "  metajudge status quickstart         a line a stage",
            "  metajudge status quickstart --json",
        })
final class StatusCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "RUN", description = "A run's name in runs/, or its folder.")
    private @Nullable String run;

    @Option(names = "--json", description = "Print one JSON object a run.")
    private boolean json;

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var runs = run == null ? RunFolder.all() : List.of(RunFolder.named(run));
        var statuses = runs.stream().map(StatusCommand::status).toList();
        if (json) {
            statuses.forEach(status -> out.println(Json.line(status)));
        } else if (run != null) {
            statuses.getFirst().lines().forEach(out::println);
        } else if (statuses.isEmpty()) {
            out.println("There is no run yet; metajudge run runs/quickstart.yaml makes one.");
        } else {
            RunStatus.overview(statuses).forEach(out::println);
        }
        return Exit.OK.code();
    }

    private static RunStatus status(RunFolder folder) {
        try (var reader = RunReader.open(folder.path())) {
            return RunStatus.of(folder, reader);
        }
    }
}
