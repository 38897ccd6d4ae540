package dev.metajudge.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.UserError;
import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.calibration.Calibration;
import dev.metajudge.measure.calibration.CalibrationStep;
import dev.metajudge.measure.calibration.Knots;
import dev.metajudge.measure.calibration.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedCalibrationTest {
    private static final RatingRange RANGE = new RatingRange(1, 2);
    private static final Knots KNOTS = new Knots(List.of(1.0, 2.0), List.of(1.0, 1.5));
    private static final SavedCalibration ALL = new SavedCalibration(
            new Calibration(
                    RANGE,
                    List.of(Method.TEMPERATURE, Method.DISTRIBUTION, Method.ISOTONIC),
                    List.of(
                            new CalibrationStep.Temperature(0.5),
                            new CalibrationStep.Reweighing(List.of(1.0, 2.0)),
                            new CalibrationStep.Curve(KNOTS))),
            "lager");
    private static final SavedCalibration WARM = new SavedCalibration(
            new Calibration(RANGE, List.of(Method.TEMPERATURE), List.of(new CalibrationStep.Temperature(0.5))),
            "lager");

    @TempDir
    Path temp;

    private Row row(String json) throws IOException {
        return new Row(Path.of("s.jsonl"), 7, new ObjectMapper().readTree(json));
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        var file = temp.resolve("c.json");
        Files.writeString(file, ALL.json().toString());
        assertThat(SavedCalibration.read(file)).isEqualTo(ALL);
    }

    /** p = (.2, .8) squared: .04, .64 of .68: the score is 1 + .64/.68. */
    @Test
    void calibratesALine() throws IOException {
        ObjectNode line = new ScoreLines(WARM)
                .calibrated(
                        row(
                                "{\"id\":1,\"score\":1.8,\"scorer\":\"lager\",\"distribution\":{\"1\":0.2,\"2\":0.8},\"x\":\"y\"}"));
        assertThat(line.path("score").asDouble()).isCloseTo(1 + 0.64 / 0.68, within(1e-12));
        assertThat(line.path("raw_score").asDouble()).isEqualTo(1.8);
        assertThat(line.at("/distribution/2").asDouble()).isCloseTo(0.64 / 0.68, within(1e-12));
        assertThat(line.path("calibration").asText()).isEqualTo("temperature");
        assertThat(line.path("x").asText()).isEqualTo("y");
    }

    /** After the temperature, weights 1 and 2: 1.28 / 1.32 at 2; the curve halves what is above 1. */
    @Test
    void stepsGoOneOnTheOtherAndTheDistributionGoesWithTheLast() throws IOException {
        ObjectNode line =
                new ScoreLines(ALL).calibrated(row("{\"id\":1,\"score\":1.8,\"distribution\":{\"1\":0.2,\"2\":0.8}}"));
        assertThat(line.path("score").asDouble()).isCloseTo(1 + 1.28 / 1.32 / 2, within(1e-12));
        assertThat(line.has("distribution")).isFalse();
    }

    @Test
    void aLineWithoutAScoreStaysAsItIs() throws IOException {
        var lines = new ScoreLines(WARM);
        assertThat(lines.calibrated(row("{\"id\":1,\"score\":null}"))).hasToString("{\"id\":1,\"score\":null}");
        assertThat(lines.withoutScore()).isEqualTo(1);
        assertThatThrownBy(() -> lines.calibrated(row("{\"id\":1,\"score\":1}")))
                .hasMessageContaining("the id \"1\" was there before, in line 7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~{\"score\":1,\"scorer\":\"v-score\"}~ | s.jsonl:7: the scorer is \"v-score\", but the calibration is for \"lager\"",
                "~{\"score\":4}~ | s.jsonl:7: the score is 4.0, but the calibration is for 1-2",
                "~{\"score\":1}~ | s.jsonl:7: no \"distribution\", which this calibration needs",
                "~{\"score\":1,\"range\":\"0-9\"}~ | its range is 0-9, but the calibration is for 1-2",
                "~{\"score\":1,\"distribution\":{\"0\":1,\"9\":0}}~ | its distribution goes from 0 to 9",
                "~{\"score\":1,\"calibration\":\"isotonic\"}~ | was calibrated before",
                "~{\"id\":1}~ | no column \"score\"",
            })
    void anotherScorerOrRangeIsRefused(String json, String said) {
        assertThatThrownBy(() -> new ScoreLines(WARM).calibrated(row(json)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~{}~ | lacks \"metajudge_calibration\": 1",
                "~{~ | it is not JSON",
                "~{\"metajudge_calibration\":1,\"range\":\"5\"}~ | its \"range\" is none",
                "~{\"metajudge_calibration\":1,\"range\":\"1-5\",\"methods\":[\"warm\"]}~ | there is no method \"warm\"",
                "~{\"metajudge_calibration\":1,\"range\":\"1-5\",\"methods\":[],\"steps\":[]}~ | one step or more",
                "~{\"metajudge_calibration\":1,\"range\":\"1-5\",\"methods\":[\"temperature\"],\"steps\":[{\"temperature\":-1}]}~ | a temperature is above 0",
                "~{\"metajudge_calibration\":1,\"range\":\"1-5\",\"methods\":[\"isotonic\"],\"steps\":[{\"score\":[2,1],\"calibrated\":[1,2]}]}~ | knots rise",
            })
    void whatIsNoCalibrationIsRefused(String json, String said) throws IOException {
        var file = Files.writeString(temp.resolve("c.json"), json);
        assertThatThrownBy(() -> SavedCalibration.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is no calibration of metajudge")
                .hasMessageContaining(said);
    }
}
