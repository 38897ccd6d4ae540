package dev.metajudge.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.files.SafetensorsFile;
import dev.metajudge.model.files.SafetensorsTensor;
import dev.metajudge.model.files.SafetensorsWriter;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint of a training run: where the policy stands after some steps, and what those steps measured.
 *
 * @param work tells this work (data, settings, seed, starting model) from any other
 * @param policy the adapter and the optimizer
 * @param reference the reference's summed log-probabilities, pack by pack
 * @param steps the steps done
 */
record TrainingState(String work, LoraPolicy.State policy, float[] reference, List<TrainingStep> steps) {
    private static final ObjectMapper JSON = new ObjectMapper();

    TrainingState {
        steps = List.copyOf(steps);
    }

    /** Writes the checkpoint; it is there whole or not at all, in place of an older one. */
    void write(Path file) {
        try {
            new SafetensorsWriter()
                    .metadata("work", work)
                    .metadata("steps", JSON.writeValueAsString(steps))
                    .tensor("weights", shape(policy.weights()), policy.weights())
                    .tensor("first", shape(policy.first()), policy.first())
                    .tensor("second", shape(policy.second()), policy.second())
                    .tensor("reference", shape(reference), reference)
                    .write(file);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The checkpoint in a file, if there is one and it is of this work. */
    static Optional<TrainingState> read(Path file, String work) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            if (!work.equals(stored.metadata().get("work"))) {
                return Optional.empty();
            }
            List<TrainingStep> steps = JSON.readValue(stored.metadata().get("steps"), new TypeReference<>() {});
            var policy = new LoraPolicy.State(
                    numbers(stored, "weights"), numbers(stored, "first"), numbers(stored, "second"));
            return Optional.of(new TrainingState(work, policy, numbers(stored, "reference"), steps));
        } catch (JsonProcessingException broken) {
            throw dev.metajudge.UserError.input(
                    "%s: its list of steps cannot be read; delete the file to train again".formatted(file));
        }
    }

    private static List<Long> shape(float[] numbers) {
        return List.of((long) numbers.length);
    }

    private static float[] numbers(SafetensorsFile file, String name) {
        SafetensorsTensor tensor = file.tensor(name).orElseThrow(() -> file.refuse("tensor " + name + " is missing"));
        var numbers = new float[Math.toIntExact(tensor.shape().getFirst())];
        file.read(tensor, FloatBuffer.wrap(numbers));
        return numbers;
    }
}
