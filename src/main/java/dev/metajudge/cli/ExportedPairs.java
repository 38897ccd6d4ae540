package dev.metajudge.cli;

import dev.metajudge.UserError;
import dev.metajudge.config.Installation;
import dev.metajudge.export.ExportedPair;
import dev.metajudge.export.RunPairs;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.store.RunReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which preference pairs go out: a run's, or those of a file. */
final class ExportedPairs {
    private static final List<String> KINDS = List.of("actor", "judge", "all");

    @Option(names = "--run", paramLabel = "RUN", description = "The pairs of this run.")
    private @Nullable String run;

    @Option(names = "--round", paramLabel = "N", description = "Only those of this round.")
    private @Nullable Integer round;

    @Option(
            names = "--kind",
            paramLabel = "K",
            description = "Pairs of responses (actor), of judgments (judge), or all (${DEFAULT-VALUE}).")
    private String kind = "all";

    @Option(
            names = "--data",
            paramLabel = "F.jsonl",
            description =
                    "Instead of --run: a file as train dpo reads it, {\"prompt\",\"chosen\",\"rejected\"} a line.")
    private @Nullable Path data;

    /** Gives the pairs, once asked, and their number; a source without any is an error. */
    ToIntFunction<Consumer<ExportedPair>> source(CommandLine line) {
        if ((run == null) == (data == null)) {
            throw new ParameterException(line, "say which pairs: --run RUN or --data F.jsonl, one of the two");
        }
        if (!KINDS.contains(kind)) {
            throw new ParameterException(
                    line, "--kind must be one of %s, not \"%s\"".formatted(String.join(", ", KINDS), kind));
        }
        if (data != null) {
            if (round != null || !kind.equals("all")) {
                throw new ParameterException(line, "--round and --kind go with --run");
            }
            return ofFile(data);
        }
        return ofRun(RunFolder.named(String.valueOf(run)));
    }

    private static ToIntFunction<Consumer<ExportedPair>> ofFile(Path data) {
        return pair -> {
            List<ExportedPair> pairs = JsonLine.read(
                    data,
                    line -> new ExportedPair(
                            line.idOrLine(),
                            "data",
                            line.conversation("prompt"),
                            line.completion("chosen"),
                            line.completion("rejected")));
            pairs.forEach(pair);
            return pairs.size();
        };
    }

    private ToIntFunction<Consumer<ExportedPair>> ofRun(RunFolder folder) {
        return pair -> {
            try (var reader = RunReader.open(folder.path())) {
                int count = pairs(reader)
                        .each(
                                round == null ? OptionalInt.empty() : OptionalInt.of(round),
                                kind.equals("all") ? Optional.empty() : Optional.of(kind),
                                pair);
                if (count == 0) {
                    throw UserError.input("the run %s has no such pair; see metajudge status %s, and --round and --kind"
                            .formatted(folder.name(), folder.name()));
                }
                return count;
            }
        };
    }

    /** A run's pairs, judge pairs under the templates in use. */
    static RunPairs pairs(RunReader reader) {
        return new RunPairs(reader.browse(), PromptLibrary.load(Installation.prompts()));
    }
}
