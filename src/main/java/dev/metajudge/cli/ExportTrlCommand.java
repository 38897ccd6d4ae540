package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.export.TrlExport;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Preference pairs for TRL. */
@Command(
        name = "trl",
        description = {
            "Writes preference pairs in TRL's format with an explicit prompt: lists of messages, an object a line.",
            "TRL's DPOTrainer and the datasets library read it, and so does metajudge train dpo."
        },
        footer = {
            "  metajudge export trl --run quickstart --out pairs.jsonl",
            "  metajudge export trl --run quickstart --round 1 --kind judge --out judge.jsonl",
            "  metajudge export trl --data mine.jsonl --out pairs.jsonl",
        })
final class ExportTrlCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ExportedPairs pairs = new ExportedPairs();

    @Option(
            names = "--out",
            paramLabel = "F.jsonl",
            required = true,
            description = "The file, replaced if it is there; whole or not at all.")
    private Path out = Path.of("");

    @Option(names = "--json", description = "Print one JSON object: path and pairs.")
    private boolean json;

    private record Answer(Path path, int pairs) {}

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        int count = TrlExport.write(out, pairs.source(line));
        line.getOut()
                .println(
                        json
                                ? Json.line(new Answer(out, count))
                                : "%s: %s preference pairs".formatted(out, Numbers.count(count)));
        return Exit.OK.code();
    }
}
