package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.source.Durable;
import dev.metajudge.report.Report;
import dev.metajudge.store.RunReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a run's report. */
@Command(
        name = "report",
        description = {
            "Writes a run's report: one HTML file that needs nothing else, with curves, scores and pairs to read.",
            "A run writes it at its end too. It may be going on meanwhile."
        },
        footer = {
            "  metajudge report quickstart                    writes runs/quickstart/report.html",
            "  metajudge report quickstart --out page.html",
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "RUN", description = "A run's name in runs/, or its folder.")
    private @Nullable String run;

    @Option(names = "--out", paramLabel = "FILE", description = "The file; report.html in the run's folder by itself.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        var folder = ChosenRun.of(run);
        var to = file == null ? folder.path().resolve(RunFolder.REPORT) : file;
        write(folder, to);
        Objects.requireNonNull(spec).commandLine().getOut().println(to);
        return Exit.OK.code();
    }

    static void write(RunFolder run, Path file) {
        try (var reader = RunReader.open(run.path())) {
            var page = Report.page(reader.browse(), reader.review());
            Durable.write(file, page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserError(
                    Exit.INPUT,
                    "cannot write the report " + file + ": " + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "; make room, or write it elsewhere with metajudge report --out",
                    e);
        }
    }
}
