package dev.metajudge.model.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.UserError;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.files.BadFile;
import dev.metajudge.model.files.CheckpointFiles;
import dev.metajudge.model.files.CheckpointWeights;
import dev.metajudge.model.files.FileLayout;
import dev.metajudge.model.files.SafetensorsWriter;
import dev.metajudge.model.files.Weights;
import dev.metajudge.model.source.Durable;
import dev.metajudge.model.source.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * All weights of a model after training, as a folder that takes the place of an adapter's: they replace the base's, and
 * whatever adapters stood before them. Tensors have the names and shapes of Hugging Face's checkpoints. They are F32,
 * since a training's small changes are lost in 16 bits: its next one would begin without them. Shape, tokenizer and chat
 * format are the base's.
 *
 * @param folder where they are
 * @param base the model whose weights they replace, as its source is written; no adapter
 */
public record WholeWeights(Path folder, String base) {
    static final String SETTINGS = "weights_config.json";
    static final String NUMBERS = "weights.safetensors";
    private static final String KIND = "whole-weights";

    /** Whether a folder holds whole weights. */
    public static boolean areIn(Path folder) {
        return Files.exists(folder.resolve(SETTINGS));
    }

    /**
     * Reads a folder's settings.
     *
     * @throws UserError if they are missing or damaged
     */
    public static WholeWeights read(Path folder) {
        Path file = folder.resolve(SETTINGS);
        JsonNode json = PeftConfig.parse(file);
        if (!json.path("kind").asText().equals(KIND)) {
            throw BadFile.refuse(file, "its kind is %s; \"%s\" is read".formatted(json.path("kind"), KIND));
        }
        String base = json.path("base_model_name_or_path").asText("");
        if (base.isBlank()) {
            throw BadFile.refuse(file, "it names no base_model_name_or_path: write the model there that was trained");
        }
        return new WholeWeights(folder, base);
    }

    /**
     * Writes a folder, in place of an adapter or of whole weights that may be there; whole or not at all.
     *
     * @param weights read some rows at a time
     * @throws UserError if the folder holds something else, or the system refuses
     */
    public static WholeWeights write(Path folder, String base, ModelConfig config, Weights weights) {
        return TrainedFolder.write(folder, work -> {
            Durable.write(
                    work.resolve(SETTINGS),
                    PeftConfig.printed(new TreeMap<>(Map.of("kind", KIND, "base_model_name_or_path", base))));
            var writer = new SafetensorsWriter().metadata("format", "pt");
            FileLayout.checkpoint(config, weights).forEach(writer::tensor);
            writer.write(work.resolve(NUMBERS));
            return new WholeWeights(folder, base);
        });
    }

    /**
     * Opens the weights.
     *
     * @param config the base's shape
     * @throws UserError if a weight is missing or has another shape: they were made for another model
     */
    public Weights open(ModelConfig config) {
        CheckpointFiles files = CheckpointFiles.ofFile(folder.resolve(NUMBERS));
        try {
            return CheckpointWeights.of(files, config);
        } catch (RuntimeException | Error failed) {
            files.close();
            throw failed;
        }
    }

    /** SHA-256 of the file of numbers. */
    public String digest() {
        Path file = folder.resolve(NUMBERS);
        try {
            return Sha256.ofFile(file);
        } catch (IOException failed) {
            throw BadFile.unreadable(file, failed);
        }
    }
}
