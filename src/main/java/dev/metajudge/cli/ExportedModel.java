package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.export.Exported;
import dev.metajudge.export.GgufExport;
import dev.metajudge.export.PeftExport;
import dev.metajudge.export.SafetensorsExport;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.quant.SafetensorsFormat;
import dev.metajudge.model.quant.TensorFormat;
import dev.metajudge.model.source.ModelResolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the verbs that write a model share. */
abstract sealed class ExportedModel implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ModelOrRun chosen = new ModelOrRun();

    @Option(names = "--json", description = "Print one JSON object: path, format, tensors, bytes and notes.")
    private boolean json;

    abstract Exported write(Checkpoint checkpoint, ModelResolver resolver);

    @Override
    public Integer call() {
        var line = line();
        var resolver = ModelResolver.ofUser();
        long start = System.nanoTime();
        Exported exported = write(chosen.checkpoint(line, resolver), resolver);
        if (json) {
            line.getOut().println(Json.line(exported));
        } else {
            line.getOut()
                    .printf(
                            "%s: %s, %s tensors, %s, in %s%n",
                            exported.path(),
                            exported.format(),
                            Numbers.count(exported.tensors()),
                            Numbers.bytes(exported.bytes()),
                            Numbers.time(Duration.ofNanos(System.nanoTime() - start)));
            exported.notes().forEach(note -> line.getOut().println("Note: " + note));
        }
        return Exit.OK.code();
    }

    final CommandLine line() {
        return Objects.requireNonNull(spec).commandLine();
    }

    /** Opens the model and writes it with its progress shown. */
    final Exported whole(
            Checkpoint checkpoint,
            ModelResolver resolver,
            Function<AdaptedModel, Function<LongConsumer, Exported>> how) {
        try (var opened = AdaptedModel.open(checkpoint, resolver)) {
            return written(line(), opened, how);
        }
    }

    /** Writes an open model with its progress shown. */
    static Exported written(
            CommandLine line, AdaptedModel opened, Function<AdaptedModel, Function<LongConsumer, Exported>> how) {
        try (var progress = new Countdown(
                line.getErr(),
                Terminal.system().err(),
                "million numbers",
                Math.toIntExact(opened.files().parameters() / 1_000_000))) {
            long[] numbers = new long[1];
            return how.apply(opened).apply(more -> {
                numbers[0] += more;
                progress.reach(Math.toIntExact(numbers[0] / 1_000_000));
            });
        }
    }

    /** The entry of a few that has this name. */
    static <T> T named(CommandLine line, String option, String name, Map<String, T> known) {
        T found = known.get(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new ParameterException(
                    line,
                    "%s must be one of %s, not \"%s\"".formatted(option, String.join(", ", known.keySet()), name));
        }
        return found;
    }

    @Command(
            name = "gguf",
            description = {
                "Writes a model as one GGUF file, its adapters merged: for llama.cpp and Ollama.",
                "Tokenizer and chat template are kept. The file is read again before it gets its name."
            },
            footer = {
                "  metajudge export gguf --run quickstart --out better.gguf",
                "  metajudge export gguf --run quickstart --round 1 --type q8_0 --out round1.gguf",
                "  metajudge export gguf --model my-adapter --out merged.gguf",
            })
    static final class Gguf extends ExportedModel {
        @Option(
                names = "--out",
                paramLabel = "FILE",
                required = true,
                description = "The file, replaced if it is there.")
        private Path out = Path.of("");

        @Option(
                names = "--type",
                paramLabel = "T",
                description = "How matrices are stored: f16 (the default), q8_0, bf16 or f32.")
        private String type = "f16";

        @Override
        Exported write(Checkpoint checkpoint, ModelResolver resolver) {
            TensorFormat format = GgufTypes.named(line(), type);
            return whole(checkpoint, resolver, model -> numbers -> GgufExport.write(model, format, out, numbers));
        }
    }

    @Command(
            name = "safetensors",
            description = {
                "Writes a model as a folder in Hugging Face's layout, its adapters merged: for transformers, vLLM and others.",
                "Tokenizer and chat template are kept. The folder is read again before it gets its name."
            },
            footer = {
                "  metajudge export safetensors --run quickstart --out better",
                "  metajudge export safetensors --model my-adapter --dtype f32 --out merged",
            })
    static final class Safetensors extends ExportedModel {
        private static final Map<String, SafetensorsFormat> TYPES = new TreeMap<>(Map.of(
                "bf16", SafetensorsFormat.BF16,
                "f16", SafetensorsFormat.F16,
                "f32", SafetensorsFormat.F32));

        @Option(
                names = "--out",
                paramLabel = "DIR",
                required = true,
                description = "The folder to make; it is there whole or not at all.")
        private Path out = Path.of("");

        @Option(
                names = "--dtype",
                paramLabel = "T",
                description = "How numbers are stored: bf16 (the default), f16 or f32.")
        private String type = "bf16";

        @Override
        Exported write(Checkpoint checkpoint, ModelResolver resolver) {
            SafetensorsFormat format = named(line(), "--dtype", type.replaceFirst("^fp", "f"), TYPES);
            return whole(
                    checkpoint, resolver, model -> numbers -> SafetensorsExport.write(model, format, out, numbers));
        }
    }

    @Command(
            name = "peft",
            description = {
                "Writes the adapters of a model as one adapter's folder in PEFT's format.",
                "Adapters on each other, as rounds make them, become one of summed rank that computes the same."
            },
            footer = {
                "  metajudge export peft --run quickstart --out adapter",
                "  metajudge export peft --run quickstart --base HuggingFaceTB/SmolLM2-135M-Instruct --out adapter",
            })
    static final class Peft extends ExportedModel {
        @Option(
                names = "--out",
                paramLabel = "DIR",
                required = true,
                description = "The folder to make; it is there whole or not at all.")
        private Path out = Path.of("");

        @Option(
                names = "--base",
                paramLabel = "NAME",
                description = "What its settings name as the base model; by itself where the base came from here.")
        private @Nullable String base;

        @Override
        Exported write(Checkpoint checkpoint, ModelResolver resolver) {
            return PeftExport.write(checkpoint, Optional.ofNullable(base), out);
        }
    }
}
