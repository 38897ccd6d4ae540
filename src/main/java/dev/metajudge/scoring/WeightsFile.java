package dev.metajudge.scoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.Reading;
import dev.metajudge.measure.LayerWeights;
import dev.metajudge.measure.SpanChoice;
import dev.metajudge.model.source.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layer weights with all that they hold for, as a JSON file.
 *
 * @param model where the model came from, for people
 * @param digest tells the model's weights, adapters included, from any other's
 * @param range the scores, "1-5"
 * @param reading how hidden states were read: normed or raw
 * @param rubric hash of the rubric's template, "text" for raw texts
 * @param data SHA-256 of the file of rated items
 * @param items how many of its items counted
 * @param weights one a layer, embeddings first
 * @param tuning how they were trained, with the loss before each step; null for a span
 * @param span how a span was chosen; null for trained weights
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WeightsFile(
        String model,
        String digest,
        String range,
        String reading,
        String rubric,
        String data,
        int items,
        List<Double> weights,
        @Nullable Tuning tuning,
        @Nullable SpanChoice span) {
    private static final long LARGEST = 64L << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    public WeightsFile {
        if (model == null
                || digest == null
                || range == null
                || reading == null
                || rubric == null
                || data == null
                || weights == null) {
            throw new IllegalArgumentException("it lacks one of model, digest, range, reading, rubric, data, weights");
        }
        weights = new LayerWeights(weights).values();
    }

    /**
     * A training.
     *
     * @param losses before each step
     */
    public record Tuning(double alpha, double learningRate, int batch, int epochs, long seed, List<Double> losses) {
        public Tuning {
            losses = List.copyOf(losses);
        }
    }

    /**
     * Reads a file.
     *
     * @throws UserError if it is not there or not such a file
     */
    public static WeightsFile read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw UserError.input(file + ": larger than any file of layer weights");
            }
            return JSON.readValue(Files.readAllBytes(file), WeightsFile.class);
        } catch (NoSuchFileException e) {
            throw UserError.input("there is no file " + file);
        } catch (JsonProcessingException e) {
            throw UserError.input(file + ": no layer weights as score tune writes them: "
                    + String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " "));
        } catch (IOException e) {
            throw new UserError(Exit.INPUT, file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes the file, whole or not at all. */
    public void write(Path file) {
        try {
            byte[] text = JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(this)
                    .getBytes(StandardCharsets.UTF_8);
            Durable.write(file, text);
        } catch (IOException e) {
            throw new UserError(
                    Exit.INPUT, "%s cannot be written (%s); choose another --out".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * The weights, for these uses alone.
     *
     * @param file where they were read, for messages
     * @throws UserError if they were made for another model, range or reading
     */
    public LayerWeights of(Path file, String usedDigest, ScoreRange usedRange, Reading usedReading) {
        refuse(!digest.equals(usedDigest), file, "another model (" + model + ")", "tune weights for this one");
        refuse(!range.equals(usedRange.toString()), file, "scores from " + range, "use --range " + range);
        refuse(!reading.equals(usedReading.label()), file, "the reading " + reading, "use --reading " + reading);
        return new LayerWeights(weights);
    }

    private static void refuse(boolean other, Path file, String what, String remedy) {
        if (other) {
            throw UserError.input("%s holds weights for %s; %s, or leave --weights out".formatted(file, what, remedy));
        }
    }
}
