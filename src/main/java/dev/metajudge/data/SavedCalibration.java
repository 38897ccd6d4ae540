package dev.metajudge.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.calibration.Calibration;
import dev.metajudge.measure.calibration.CalibrationStep;
import dev.metajudge.measure.calibration.Knots;
import dev.metajudge.measure.calibration.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A calibration as a file keeps it: what was fitted, for whom, on what. What else the file says (figures of the held-out
 * part) is for people and is not read back.
 *
 * @param scorer whose scores it is for
 */
public record SavedCalibration(Calibration calibration, String scorer) {
    private static final String VERSION = "metajudge_calibration";
    private static final long LARGEST = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As JSON; the caller adds what is for people. */
    public ObjectNode json() {
        var json = JSON.createObjectNode();
        json.put(VERSION, 1);
        json.put("scorer", scorer);
        json.put("range", calibration.range().toString());
        ArrayNode methods = json.putArray("methods");
        calibration.methods().forEach(method -> methods.add(method.label()));
        ArrayNode steps = json.putArray("steps");
        for (CalibrationStep step : calibration.steps()) {
            switch (step) {
                case CalibrationStep.Temperature t -> steps.addObject().put("temperature", t.temperature());
                case CalibrationStep.Reweighing r -> numbers(steps.addObject().putArray("weights"), r.weights());
                case CalibrationStep.Curve curve -> {
                    var object = steps.addObject();
                    numbers(object.putArray("score"), curve.knots().x());
                    numbers(object.putArray("calibrated"), curve.knots().y());
                }
            }
        }
        return json;
    }

    private static void numbers(ArrayNode to, List<Double> values) {
        values.forEach(to::add);
    }

    /**
     * Reads one.
     *
     * @throws UserError if it is none
     */
    public static SavedCalibration read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw none(file, "it is larger than any");
            }
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (json.path(VERSION).asInt() != 1) {
                throw none(file, "it lacks \"" + VERSION + "\": 1");
            }
            return new SavedCalibration(calibration(json), json.path("scorer").asText());
        } catch (NoSuchFileException missing) {
            throw UserError.input("there is no calibration " + file + "; metajudge calibrate fit makes one");
        } catch (JsonProcessingException broken) {
            throw none(file, "it is not JSON");
        } catch (IOException failed) {
            throw new UserError(Exit.INPUT, file + " cannot be read: " + failed.getMessage(), failed);
        } catch (IllegalArgumentException wrong) {
            throw none(file, String.valueOf(wrong.getMessage()));
        }
    }

    private static Calibration calibration(JsonNode json) {
        var range = RatingRange.parse(json.path("range").asText())
                .orElseThrow(() -> new IllegalArgumentException("its \"range\" is none"));
        var methods = new ArrayList<Method>();
        for (JsonNode label : json.path("methods")) {
            methods.add(Arrays.stream(Method.values())
                    .filter(method -> method.label().equals(label.asText()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no method " + Row.shown(label))));
        }
        var steps = new ArrayList<CalibrationStep>();
        for (JsonNode step : json.path("steps")) {
            steps.add(
                    step.has("temperature")
                            ? new CalibrationStep.Temperature(number(step.get("temperature")))
                            : step.has("weights")
                                    ? new CalibrationStep.Reweighing(numbers(step.get("weights")))
                                    : new CalibrationStep.Curve(
                                            new Knots(numbers(step.path("score")), numbers(step.path("calibrated")))));
        }
        return new Calibration(range, methods, steps);
    }

    private static List<Double> numbers(JsonNode array) {
        var numbers = new ArrayList<Double>();
        array.forEach(value -> numbers.add(number(value)));
        return numbers;
    }

    private static double number(JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException(Row.shown(value) + " is no number");
        }
        return value.doubleValue();
    }

    private static UserError none(Path file, String why) {
        return UserError.input(file + " is no calibration of metajudge: " + why);
    }
}
