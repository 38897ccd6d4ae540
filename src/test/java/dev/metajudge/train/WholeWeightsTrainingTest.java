package dev.metajudge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.UserError;
import dev.metajudge.export.GgufExport;
import dev.metajudge.export.PeftExport;
import dev.metajudge.export.SafetensorsExport;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.adapter.WholeWeights;
import dev.metajudge.model.files.ConfigJson;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.quant.SafetensorsFormat;
import dev.metajudge.model.quant.TensorFormat;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.prompt.Message;
import dev.metajudge.train.loss.LossSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trainings of all weights of the tiny Llama: resuming, what is loaded afterwards, adapters on them, exports. */
class WholeWeightsTrainingTest {
    private static final ModelResolver RESOLVER = ModelResolver.ofUser();
    private static final int[] TEXT = {7, 41, 3, 88, 12};

    @TempDir
    private Path folder;

    private Checkpoint base = new Checkpoint("", List.of());

    @BeforeEach
    void copy() throws IOException {
        Path file = folder.resolve("base.gguf");
        Files.copy(Path.of("src/test/resources/golden/gguf/tiny-llama-f32.gguf"), file);
        base = new Checkpoint(file.toString(), List.of());
    }

    private static LoadedModel open(Checkpoint checkpoint, Precision precision) {
        return LoadedModel.openToTrain(checkpoint, precision, RESOLVER, Optional.of("zephyr"));
    }

    private static TrainSettings settings(TrainedWeights weights, EarlyStopping watch) {
        return new TrainSettings(
                LossSettings.dpo(0.5),
                weights,
                LoraSettings.of(4, 8),
                new OptimizerSettings(1e-3, Schedule.CONSTANT, 0, 0, 1, 0),
                new DataSettings(2, 4, 2, 512, TooLong.DROP),
                2,
                false,
                watch,
                "");
    }

    private static TrainingData<PreferenceExample> pairs() {
        return TrainingData.of(IntStream.range(0, 12)
                .mapToObj(i -> new PreferenceExample(
                        "p" + i,
                        List.of(Message.user("q" + i)),
                        "a".repeat(1 + i * 7 % 5) + i,
                        "b".repeat(1 + i * 5 % 7) + i * 3))
                .toList());
    }

    private TrainingOutcome train(LoadedModel model, TrainSettings settings, String place, TrainingWatch watch) {
        return new Trainer(model, settings, 3)
                .preferences(pairs(), Trainer.Place.in(folder.resolve(place), settings.weights()), watch);
    }

    private TrainingOutcome train(LoadedModel model, String place) {
        return train(model, settings(TrainedWeights.FULL, EarlyStopping.NONE), place, step -> {});
    }

    @ParameterizedTest
    @EnumSource
    void killedAfterAnyStepItEndsWithTheSameNumbers(Precision precision) {
        var settings = settings(TrainedWeights.FULL, new EarlyStopping(3, 2, 0));
        try (LoadedModel model = open(base, precision)) {
            var losses = new ArrayList<Double>();
            String expected = train(model, settings, "whole", step -> losses.add(step.loss()))
                    .digest();
            assertThat(losses).hasSizeGreaterThan(3);
            assertThat(losses.getFirst()).isCloseTo(Math.log(2), within(precision == Precision.FP32 ? 1e-6 : 1e-3));
            assertThat(losses.getLast()).isLessThan(losses.getFirst());
            for (int stop = 1; stop < losses.size(); stop++) {
                int at = stop;
                String place = "stopped-" + stop;
                assertThatThrownBy(() -> train(model, settings, place, step -> {
                            if (step.step() == at) {
                                throw new IllegalStateException("killed");
                            }
                        }))
                        .hasMessage("killed");
                var told = new ArrayList<Double>();
                assertThat(train(model, settings, place, step -> told.add(step.loss()))
                                .digest())
                        .isEqualTo(expected);
                assertThat(told).isEqualTo(losses);
            }
        }
    }

    @Test
    void theDecoderIsAsBeforeAfterwardsAndTheResultIsLoadedAsItWasTrained() {
        float[][] before;
        Path result;
        try (LoadedModel model = open(base, Precision.BF16)) {
            before = states(model);
            result = train(model, "t").adapter();
            assertThat(states(model)).isDeepEqualTo(before);
        }
        assertThat(result).isEqualTo(folder.resolve("t/weights"));
        // The folder is a model, and is one too in an adapter's place.
        for (Checkpoint trained : List.of(new Checkpoint(result.toString(), List.of()), base.with(result))) {
            try (LoadedModel model = open(trained, Precision.BF16)) {
                assertThat(Arrays.deepEquals(states(model), before)).isFalse();
            }
        }
    }

    @Test
    void weightsReplaceWhatIsBelowThemAndAdaptersGoOnTop() throws IOException {
        Checkpoint first;
        Checkpoint second;
        Checkpoint third;
        var lora = settings(TrainedWeights.LORA, EarlyStopping.NONE);
        try (LoadedModel model = open(base, Precision.FP32)) {
            first = base.with(train(model, lora, "1", step -> {}).adapter());
        }
        try (LoadedModel model = open(first, Precision.FP32)) {
            // The reference is the adapted model: at first nothing has changed.
            var losses = new ArrayList<Double>();
            second = first.with(train(
                            model,
                            settings(TrainedWeights.FULL, EarlyStopping.NONE),
                            "2",
                            step -> losses.add(step.loss()))
                    .adapter());
            assertThat(losses.getFirst()).isCloseTo(Math.log(2), within(1e-6));
        }
        try (LoadedModel model = open(second, Precision.FP32)) {
            third = second.with(train(model, lora, "3", step -> {}).adapter());
        }
        float[][] all = states(third);
        assertThat(Arrays.deepEquals(states(second), all)).isFalse();
        assertThat(List.of(base, first, second, third).stream()
                        .map(checkpoint -> LoadedModel.digest(checkpoint, RESOLVER))
                        .distinct())
                .hasSize(4);
        // The last folder alone says what it stands on.
        assertThat(states(new Checkpoint(third.adapters().getLast().toString(), List.of())))
                .isDeepEqualTo(all);
        // What the whole weights replaced is read no more.
        Files.delete(first.adapters().getFirst().resolve("adapter_model.safetensors"));
        assertThat(states(third)).isDeepEqualTo(all);
        exported(third, all);
    }

    private static float[][] states(Checkpoint checkpoint) {
        try (LoadedModel model = open(checkpoint, Precision.FP32)) {
            return states(model);
        }
    }

    private static float[][] states(LoadedModel model) {
        model.decoder().begin(1, TEXT.length, 1, TEXT.length);
        return model.decoder().hiddenStates(TEXT);
    }

    private void exported(Checkpoint model, float[][] states) {
        Path gguf = folder.resolve("out.gguf");
        Path checkpoint = folder.resolve("out");
        try (AdaptedModel opened = AdaptedModel.open(model, RESOLVER)) {
            GgufExport.write(opened, TensorFormat.F32, gguf, numbers -> {});
            SafetensorsExport.write(opened, SafetensorsFormat.F32, checkpoint, numbers -> {});
        }
        for (Path written : List.of(gguf, checkpoint)) {
            float[][] read = states(new Checkpoint(written.toString(), List.of()));
            for (int layer = 0; layer < states.length; layer++) {
                for (int i = 0; i < states[layer].length; i++) {
                    assertThat(read[layer][i]).isCloseTo(states[layer][i], within(1e-3f));
                }
            }
        }
        assertThatThrownBy(() -> PeftExport.write(model, Optional.empty(), folder.resolve("peft")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("export safetensors or export gguf");
    }

    @Test
    void weightsOfAnotherModelAreRefused() throws IOException {
        Path result;
        try (LoadedModel model = open(base, Precision.FP32)) {
            result = train(model, "t").adapter();
        }
        var other = ConfigJson.read(Path.of("src/test/resources/golden/tiny-models/qwen3/config.json"));
        assertThatThrownBy(() -> WholeWeights.read(result).open(other))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("weights.safetensors: tensor model.layers.0");
        Files.writeString(result.resolve("weights_config.json"), "{\"kind\": \"whole-weights\"}");
        assertThatThrownBy(() -> open(new Checkpoint(result.toString(), List.of()), Precision.FP32))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("weights_config.json: it names no base_model_name_or_path");
    }
}
