package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.UserError;
import dev.metajudge.backend.Reading;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RewardSource;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.prompt.HumanData;
import dev.metajudge.scoring.WeightsFile;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tuned layer weights and a calibration in the loop. */
class JudgeFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Double> WEIGHTS = List.of(0.1, 0.2, 0.3, 0.4);

    private final ScriptedEngine engine = new ScriptedEngine(new Babble(), what -> {});

    @TempDir
    private Path temp;

    @BeforeEach
    void files() throws IOException {
        weights("weights.json", engine.digest(new Checkpoint("scripted:model", List.of())));
        Files.writeString(temp.resolve("calibration.json"), calibration("1-5", 3));
    }

    @Test
    void expectationsAreThoseOfTheWeightsThenCalibratedAndTheRunKeepsBothFiles() throws IOException {
        var folder = temp.resolve("demo");
        run(folder, "weights.json", "calibration.json");
        int seen = 0;
        try (var reader = RunReader.open(folder)) {
            var rows = reader.sql(
                            "SELECT layers, expected FROM judgment WHERE layers IS NOT NULL", 0, Duration.ofMinutes(1))
                    .rows();
            for (var row : rows) {
                double raw = lager(JSON.readTree(String.valueOf(row.get(0))));
                // The calibration's curve goes from (1, 1) to (5, 3) in a straight line.
                assertThat(Double.parseDouble(String.valueOf(row.get(1)))).isCloseTo(1 + (raw - 1) / 2, within(1e-9));
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(20);
        for (String kept : List.of("weights.json", "calibration.json")) {
            assertThat(folder.resolve("judge-" + kept)).hasSameBinaryContentAs(temp.resolve(kept));
        }
    }

    @Test
    void aRunGoesOnWithWhatItBeganWithAlone() throws IOException {
        var folder = temp.resolve("demo");
        run(folder, "weights.json", "calibration.json");
        run(folder, "weights.json", "calibration.json");
        assertThatThrownBy(() -> run(folder, "weights.json", ""))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("judge.calibration: none, but the run began with");
        Files.writeString(temp.resolve("calibration.json"), calibration("1-5", 4));
        assertThatThrownBy(() -> run(folder, "weights.json", "calibration.json"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("calibration.json says something else than when the run began");
    }

    @Test
    void whatWasLearnedForSomethingElseIsRefused() throws IOException {
        weights("other.json", "0".repeat(64));
        assertThatThrownBy(() -> run(temp.resolve("a"), "other.json", ""))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("weights for another model");
        Files.writeString(temp.resolve("wide.json"), calibration("0-9", 3));
        assertThatThrownBy(() -> run(temp.resolve("b"), "", "wide.json"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is for scores from 0-9, but the rubric additive-5 has 1-5");
        Files.writeString(temp.resolve("e.json"), calibration("1-5", 3).replace("lager", "e-score"));
        assertThatThrownBy(() -> run(temp.resolve("d"), "", "e.json"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("was fitted on e-score scores, but judge.reward is lager");
        assertThatThrownBy(() -> run(temp.resolve("c"), "none.json", ""))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none.json");
        assertThatThrownBy(() -> judge(RewardSource.E_SCORE, "weights.json", ""))
                .hasMessageContaining("they need reward lager");
        assertThatThrownBy(() -> judge(RewardSource.PARSED, "", "calibration.json"))
                .hasMessageContaining("it needs reward e-score or lager");
    }

    private void run(Path folder, String weights, String calibration) {
        var recipe = Bench.judged(Bench.recipe(), judge(RewardSource.LAGER, weights, calibration));
        var role = JudgeRole.of(Bench.TEMPLATES, recipe.every().judge());
        var files = JudgeFiles.read(recipe.every().judge(), role.rubric(), temp);
        var inputs = new Inputs(Bench.TEMPLATES, Bench.pool(5), Optional.empty(), HumanData.NONE, files);
        try (var store = RunStore.open(folder)) {
            new Loop(store, engine, recipe, inputs).run(new Watching());
        }
    }

    private static Recipe.Judge judge(RewardSource reward, String weights, String calibration) {
        return new Recipe.Judge(
                "additive-5",
                4,
                4,
                true,
                reward,
                Reading.NORMED,
                weights,
                calibration,
                Bench.recipe().every().judge().sampling());
    }

    private void weights(String name, String digest) {
        new WeightsFile("scripted:model", digest, "1-5", "normed", "hash", "data", 9, WEIGHTS, null, null)
                .write(temp.resolve(name));
    }

    private static String calibration(String range, double highest) {
        return """
                {"metajudge_calibration": 1, "scorer": "lager", "range": "%s", "methods": ["isotonic"],
                 "steps": [{"score": [1, 5], "calibrated": [1, %s]}]}
                """.formatted(range, highest);
    }

    private static double lager(JsonNode layers) throws JsonProcessingException {
        var sums = new double[5];
        for (int layer = 0; layer < layers.size(); layer++) {
            for (int score = 0; score < 5; score++) {
                sums[score] += WEIGHTS.get(layer) * layers.get(layer).get(score).asDouble();
            }
        }
        double all = 0;
        double expectation = 0;
        for (int score = 0; score < 5; score++) {
            all += Math.exp(sums[score]);
            expectation += (score + 1) * Math.exp(sums[score]);
        }
        return expectation / all;
    }
}
