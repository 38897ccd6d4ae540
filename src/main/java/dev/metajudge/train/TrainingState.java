package dev.metajudge.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.UserError;
import dev.metajudge.model.files.SafetensorsFile;
import dev.metajudge.model.files.SafetensorsTensor;
import dev.metajudge.model.files.SafetensorsWriter;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a training run stands after some steps: a checkpoint, and what those steps and looks measured.
 *
 * @param work tells this work (data, settings, seed, starting model) from any other
 * @param policy the adapter and the optimizer
 * @param best the adapter at the look with the lowest loss so far; empty before the first look
 * @param steps the steps done
 * @param evaluations the looks at held-out examples
 */
record TrainingState(
        String work, Policy.State policy, float[] best, List<TrainingStep> steps, List<Evaluation> evaluations) {
    private static final ObjectMapper JSON = new ObjectMapper();

    TrainingState {
        steps = List.copyOf(steps);
        evaluations = List.copyOf(evaluations);
    }

    /** Before the first step. */
    static TrainingState start(String work, float[] weights) {
        return new TrainingState(work, Policy.State.start(weights), new float[0], List.of(), List.of());
    }

    Looks looks() {
        return new Looks(evaluations);
    }

    /** What training gives: the best adapter where any was looked for, else the last. */
    float[] result() {
        return best.length == 0 ? policy.weights() : best;
    }

    /** After one more step; the policy's numbers are not those of now until {@link #at}. */
    TrainingState with(TrainingStep step) {
        var more = new ArrayList<>(steps);
        more.add(step);
        return new TrainingState(work, policy, best, more, evaluations);
    }

    /** After a look at the policy as it is now. */
    TrainingState with(Evaluation look, Policy now) {
        var more = new ArrayList<>(evaluations);
        more.add(look);
        float[] lowest = new Looks(more).lastIsBest() ? now.state().weights() : best;
        return new TrainingState(work, policy, lowest, steps, more);
    }

    TrainingState at(Policy.State now) {
        return new TrainingState(work, now, best, steps, evaluations);
    }

    /** Tells everything, as it was told when it was done. */
    void tell(TrainingWatch watch) {
        for (TrainingStep step : steps) {
            tell(step, watch);
        }
    }

    /** Tells the last step, and the look after it if there was one. */
    void tellLast(TrainingWatch watch) {
        tell(steps.getLast(), watch);
    }

    private void tell(TrainingStep step, TrainingWatch watch) {
        watch.step(step);
        evaluations.stream().filter(look -> look.step() == step.step()).forEach(watch::evaluated);
    }

    /** Writes the checkpoint; it is there whole or not at all, in place of an older one. */
    void write(Path file) {
        try {
            var writer = new SafetensorsWriter()
                    .metadata("work", work)
                    .metadata("steps", JSON.writeValueAsString(steps))
                    .metadata("evaluations", JSON.writeValueAsString(evaluations))
                    .tensor("weights", shape(policy.weights()), policy.weights())
                    .tensor("first", shape(policy.first()), policy.first())
                    .tensor("second", shape(policy.second()), policy.second());
            if (best.length > 0) {
                writer.tensor("best", shape(best), best);
            }
            writer.write(file);
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
            List<Evaluation> looks =
                    JSON.readValue(stored.metadata().getOrDefault("evaluations", "[]"), new TypeReference<>() {});
            var policy =
                    new Policy.State(numbers(stored, "weights"), numbers(stored, "first"), numbers(stored, "second"));
            float[] best = looks.isEmpty() ? new float[0] : numbers(stored, "best");
            return Optional.of(new TrainingState(work, policy, best, steps, looks));
        } catch (JsonProcessingException broken) {
            throw UserError.input(
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
