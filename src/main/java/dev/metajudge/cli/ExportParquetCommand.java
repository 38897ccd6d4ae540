package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.export.ParquetExport;
import dev.metajudge.export.RunPairs;
import dev.metajudge.store.RunReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A run as Parquet files. */
@Command(
        name = "parquet",
        description = {
            "Writes every table of a run as TABLE.parquet, rows ordered by their key.",
            "With --pairs, pairs.parquet holds the preference pairs as conversations, as export trl writes them."
        },
        footer = {
            "  metajudge export parquet quickstart --out parquet",
            "  metajudge export parquet quickstart --pairs --out parquet --json",
        })
final class ExportParquetCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run's name in runs/, or its folder.")
    private String run = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder to make; it is there whole or not at all.")
    private Path out = Path.of("");

    @Option(names = "--pairs", description = "Write the preference pairs too.")
    private boolean pairs;

    @Option(names = "--json", description = "Print one JSON object: the folder, and how many rows each file has.")
    private boolean json;

    @Override
    public Integer call() {
        var printer = Objects.requireNonNull(spec).commandLine().getOut();
        try (var reader = RunReader.open(RunFolder.named(run).path())) {
            Optional<RunPairs> asked = pairs ? Optional.of(ExportedPairs.pairs(reader)) : Optional.empty();
            Map<String, Long> counts = ParquetExport.write(
                    reader, asked.map(all -> each -> all.each(OptionalInt.empty(), Optional.empty(), each)), out);
            new WrittenTables(out, counts).tell(printer, ".parquet", json);
        }
        return Exit.OK.code();
    }
}
