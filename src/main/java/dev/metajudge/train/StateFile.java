package dev.metajudge.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.UserError;
import dev.metajudge.model.files.SafetensorsFile;
import dev.metajudge.model.files.SafetensorsTensor;
import dev.metajudge.model.files.SafetensorsWriter;
import dev.metajudge.model.files.StoredTensor;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The checkpoint of a training: what its steps measured, what is learned, and the optimizer's moments. Numbers pass
 * through the heap some at a time.
 *
 * @param file there whole or not at all
 */
record StateFile(Path file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes the checkpoint in place of an older one. */
    void write(TrainingState state, Policy policy) {
        try {
            var writer = new SafetensorsWriter()
                    .metadata("work", state.work())
                    .metadata("steps", JSON.writeValueAsString(state.steps()))
                    .metadata("evaluations", JSON.writeValueAsString(state.evaluations()));
            policy.vectors()
                    .forEach((name, vector) -> writer.tensor(new StoredTensor(name, List.of(vector.size()), vector)));
            writer.write(file);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What was measured, if there is a checkpoint and it is of this work. */
    Optional<TrainingState> read(String work) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            Map<String, String> notes = stored.metadata();
            if (!work.equals(notes.get("work"))) {
                return Optional.empty();
            }
            List<TrainingStep> steps = JSON.readValue(notes.get("steps"), new TypeReference<>() {});
            List<Evaluation> looks = JSON.readValue(notes.getOrDefault("evaluations", "[]"), new TypeReference<>() {});
            return Optional.of(new TrainingState(work, steps, looks));
        } catch (JsonProcessingException broken) {
            throw UserError.input(
                    "%s: its list of steps cannot be read; delete the file to train again".formatted(file));
        }
    }

    /** Brings a policy to where the checkpoint is. */
    void restore(Policy policy) {
        boolean best;
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            best = stored.tensor("best").isPresent();
        }
        policy.begin(this::fill, best);
    }

    /** The file is opened for each vector, since what was read of an open one stays in memory. */
    private void fill(String name, FlatVector vector) {
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            SafetensorsTensor tensor = tensor(stored, name);
            if (tensor.elements() != vector.size()) {
                throw stored.refuse("tensor %s has %d numbers, not %d; delete the file to train again"
                        .formatted(name, tensor.elements(), vector.size()));
            }
            for (long first = 0; first < vector.size(); first += FlatVector.CHUNK) {
                var part = new float[(int) Math.min(FlatVector.CHUNK, vector.size() - first)];
                stored.read(tensor, first, part.length, FloatBuffer.wrap(part));
                vector.put(first, part);
            }
        }
    }

    /** Hands on what training gave, in its file: the best numbers where any were looked for, else the last. */
    <T> T result(BiFunction<SafetensorsFile, SafetensorsTensor, T> use) {
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            return use.apply(stored, stored.tensor("best").orElseGet(() -> tensor(stored, "weights")));
        }
    }

    private static SafetensorsTensor tensor(SafetensorsFile stored, String name) {
        return stored.tensor(name).orElseThrow(() -> stored.refuse("tensor " + name + " is missing"));
    }
}
