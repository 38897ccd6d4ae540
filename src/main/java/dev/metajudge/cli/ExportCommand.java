package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.export.RowsExport;
import dev.metajudge.store.RunReader;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes models and what a run made in forms that other programs read. */
@Command(
        name = "export",
        description = "Writes models, and what a run made, in forms that other programs read.",
        subcommands = {
            ExportedModel.Gguf.class,
            ExportedModel.Safetensors.class,
            ExportedModel.Peft.class,
            ExportTrlCommand.class,
            ExportParquetCommand.class,
            ExportCommand.Rows.class
        },
        footer = {
            "  metajudge export gguf --run quickstart --out m.gguf       for llama.cpp",
            "  metajudge export safetensors --run quickstart --out m     for transformers",
            "  metajudge export peft --run quickstart --out adapter      the adapter alone",
            "  metajudge export trl --run quickstart --out pairs.jsonl   pairs for TRL",
            "  metajudge export parquet quickstart --out parquet         tables as Parquet",
            "  metajudge export rows quickstart --out rows               tables as JSON",
        })
final class ExportCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "say what to export: export gguf, safetensors, peft, trl, parquet or rows");
    }

    @Command(
            name = "rows",
            description = {
                "Writes every table of a run as TABLE.jsonl, a row a line, ordered by its key.",
                "Equal runs give equal files, but for the columns created_at and seconds."
            },
            footer = {
                "  metajudge export rows quickstart --out rows",
                "  metajudge export rows quickstart --out rows --json",
            })
    static final class Rows implements Callable<Integer> {
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

        @Option(names = "--json", description = "Print one JSON object: the folder, and how many rows each table has.")
        private boolean json;

        @Override
        public Integer call() {
            var printer = Objects.requireNonNull(spec).commandLine().getOut();
            try (var reader = RunReader.open(RunFolder.named(run).path())) {
                var counts = RowsExport.write(reader, out);
                new WrittenTables(out, counts).tell(printer, ".jsonl", json);
            }
            return Exit.OK.code();
        }
    }
}
