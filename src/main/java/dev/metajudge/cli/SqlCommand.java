package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.store.RunReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a run's database. */
@Command(
        name = "sql",
        description = {
            "Asks a run's database: one query, read-only, also while the run is going on.",
            "Without a query, lists the tables and the canned queries (views)."
        },
        footer = {
            "  metajudge sql quickstart",
            "  metajudge sql quickstart \"SELECT * FROM round_summary\"",
            "  metajudge sql quickstart \"SELECT * FROM worst_prompts\" --format csv",
        })
final class SqlCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run's name in runs/, or its folder.")
    private String run = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "SELECT", description = "The query.")
    private @Nullable String query;

    @Option(names = "--format", paramLabel = "table|csv|json", description = "table (texts cut to fit), csv or json.")
    private SqlFormat format = SqlFormat.table;

    @Option(names = "--limit", paramLabel = "N", description = "Rows at most, 0 for all; by itself 1000.")
    private int limit = 1000;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Longest time; by itself 60.")
    private int timeout = 60;

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        if (limit < 0 || timeout < 1) {
            throw new dev.metajudge.UserError(Exit.USAGE, "--limit must be 0 or more and --timeout 1 or more");
        }
        try (var reader = RunReader.open(RunFolder.named(run).path())) {
            if (query == null) {
                tables(reader, line.getOut());
                return Exit.OK.code();
            }
            var result = reader.sql(query, limit, Duration.ofSeconds(timeout));
            format.write(result, line.getOut());
            line.getOut().flush();
            if (result.cut()) {
                line.getErr()
                        .println("metajudge: only the first " + Numbers.count(limit) + " rows; --limit 0 gives all");
            }
            return Exit.OK.code();
        }
    }

    private static void tables(RunReader reader, PrintWriter out) {
        var table = new Table("name", "is a", "what it says");
        reader.browse().tables().forEach(row -> table.row(row.name(), row.type(), row.comment()));
        table.lines().forEach(out::println);
    }
}
