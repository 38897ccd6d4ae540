package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.measure.Bootstrap;
import dev.metajudge.model.source.Durable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a verb measures, and where what it finds goes. */
final class MeasureOptions {
    private static final double LEVEL = 0.95;
    private static final int MOST = 1_000_000;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--resamples", paramLabel = "N", description = "Bootstrap resamples and permutations (1000).")
    private int resamples = 1000;

    @Option(names = "--seed", paramLabel = "N", description = "Decides them, and the split (0).")
    private long seed = 0;

    @Option(names = "--json", description = "One JSON object instead of tables.")
    private boolean json;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write a page: one HTML file, no network.")
    private @Nullable Path report;

    Bootstrap bootstrap() {
        if (resamples < 1 || resamples > MOST) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--resamples must be 1 to " + MOST + ", not " + resamples);
        }
        return new Bootstrap(resamples, LEVEL);
    }

    long seed() {
        return seed;
    }

    /** Shows on the error stream, where that is a terminal, how far the work is. */
    Countdown countdown(String what, int pieces) {
        return new Countdown(
                Objects.requireNonNull(spec).commandLine().getErr(),
                Terminal.system().err(),
                what,
                pieces);
    }

    /** Prints the findings, as the options say, and writes the page. */
    void tell(Object answer, List<String> lines, Supplier<String> page) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (report != null) {
            write(report, page.get());
        }
        if (json) {
            out.println(Json.line(answer));
        } else {
            lines.forEach(out::println);
            if (report != null) {
                out.println();
                out.println("The page: " + report);
            }
        }
        out.flush();
    }

    private static void write(Path file, String page) {
        try {
            Durable.write(file, page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserError(
                    Exit.INPUT,
                    "cannot write the report " + file + " ("
                            + (Files.isDirectory(parent(file))
                                    ? e.getClass().getSimpleName() + ": " + e.getMessage()
                                    : "there is no folder " + parent(file))
                            + "); make room, or write it elsewhere",
                    e);
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    }
}
