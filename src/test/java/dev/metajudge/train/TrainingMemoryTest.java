package dev.metajudge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.model.Precision;
import dev.metajudge.model.files.ConfigJson;
import dev.metajudge.train.loss.LossSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {
    private static final TrainingMemory.Pass PASS = new TrainingMemory.Pass(1000, 300);

    @Test
    void keepsAThingForEveryLayerOrOnlyTheirInputs() {
        TrainingMemory kept = estimate(settings(false, 4), PASS);
        TrainingMemory again = estimate(settings(true, 4), PASS);
        // hidden 64, 4 heads of 16 over 2, intermediate 96, 3 layers, rank 4; 4 bytes a number:
        // input and mid, projection, turned queries and keys, attention, gate and up, ranks, shares of which half is
        // kept
        long layer = 4 * 1000L * (128 + 128 + 96 + 64 + 192 + 28 + 4 * 300 / 2);
        assertThat(kept.activations()).isEqualTo(3 * layer);
        assertThat(again.activations()).isEqualTo(3 * 4 * 1000L * 64 + layer);
        assertThat(kept.parameters()).isEqualTo(500 * 4 * 4);
    }

    @Test
    void growsWithTokens() {
        assertThat(estimate(settings(false, 4), new TrainingMemory.Pass(2000, 300))
                        .activations())
                .isEqualTo(2 * estimate(settings(false, 4), PASS).activations());
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheSettingToLower() {
        TrainingMemory estimate = estimate(settings(false, 4), PASS);
        assertThatCode(() -> estimate.require(estimate.total(), settings(false, 4), PASS))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> estimate.require(estimate.total() - 1, settings(false, 4), PASS))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("1,000 tokens")
                .hasMessageEndingWith("set activationCheckpointing, lower microBatch (4) or maxTokens (512)");
        assertThatThrownBy(() -> estimate.require(estimate.total() - 1, settings(true, 1), PASS))
                .hasMessageEndingWith("are free: lower maxTokens (512)");
        assertThatThrownBy(() -> estimate.require(1000, settings(true, 1), PASS))
                .hasMessageEndingWith("lower lora.rank");
    }

    private static TrainingMemory estimate(TrainSettings settings, TrainingMemory.Pass pass) {
        var config = ConfigJson.read(Path.of("src/test/resources/golden/tiny-models/llama/config.json"));
        return TrainingMemory.of(config, Precision.FP32, settings, pass, 4 * 500);
    }

    private static TrainSettings settings(boolean again, int microBatch) {
        return new TrainSettings(
                LossSettings.dpo(0.1),
                TrainedWeights.LORA,
                LoraSettings.of(4, 8),
                new OptimizerSettings(1e-3, Schedule.CONSTANT, 0, 0, 1, 20),
                new DataSettings(1, 4, microBatch, 512, TooLong.DROP),
                1,
                again,
                EarlyStopping.NONE,
                "");
    }
}
