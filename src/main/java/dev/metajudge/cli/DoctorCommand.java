package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.config.Installation;
import dev.metajudge.model.source.ModelCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks whether everything is there that a run needs, and says what to do about what is not. */
@Command(
        name = "doctor",
        description = "Looks whether everything is there that a run needs, and says what to do about what is not.",
        footer = {
            "  metajudge doctor          a line each; exit code 0 when a run could work",
            "  metajudge doctor --json   the same for a program",
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /**
     * What doctor prints for a program.
     *
     * @param works whether a run could work
     */
    record Report(boolean works, List<Line> findings) {}

    /** A finding as a program reads it; {@code state} is ok, note or missing. */
    record Line(String what, String state, String found, String remedy) {
        static Line of(Finding finding) {
            var state = finding.state().name().toLowerCase(Locale.ROOT);
            return new Line(finding.what(), state, finding.found(), finding.remedy());
        }
    }

    @Override
    public Integer call() {
        var findings = examine(Installation.folder().resolve("runs"), ModelCache.ofUser(System.getenv()));
        var works = findings.stream().noneMatch(finding -> finding.state() == Finding.State.MISSING);
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(
                    Json.line(new Report(works, findings.stream().map(Line::of).toList())));
        } else {
            lines(findings).forEach(out::println);
            out.println(works ? "A run can work here." : "A run cannot work here before what is MISSING is there.");
        }
        return works ? Exit.OK.code() : Exit.INPUT.code();
    }

    private static List<Finding> examine(Path runs, ModelCache cache) {
        return List.of(
                Machine.java(),
                Surroundings.libtorch(),
                Machine.cores(),
                Machine.memory(),
                Machine.disk("runs", runs),
                Machine.disk("cache", cache.home()),
                Surroundings.models(cache),
                Surroundings.ignored(runs),
                Surroundings.templates(),
                Surroundings.pip());
    }

    private static List<String> lines(List<Finding> findings) {
        var lines = new ArrayList<String>();
        for (Finding finding : findings) {
            lines.add(String.format("%-8s %-11s %s", finding.state().label(), finding.what(), finding.found()));
            if (!finding.remedy().isEmpty()) {
                lines.add(" ".repeat(21) + "-> " + finding.remedy());
            }
        }
        return lines;
    }
}
