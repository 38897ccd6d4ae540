package dev.metajudge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.files.SafetensorsFile;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.prompt.Message;
import dev.metajudge.train.loss.LossSettings;
import dev.metajudge.train.loss.Mixture;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings on the tiny Llama: early stopping, resuming it, references kept, and what stops a training. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TinyTrainerTest {
    private static final String MODEL = "src/test/resources/golden/gguf/tiny-llama-f32.gguf";

    private LoadedModel model;

    @TempDir
    private Path folder;

    /** Told everything, and killed after a step. */
    private static final class Told implements TrainingWatch {
        private final int last;
        private final List<String> told = new ArrayList<>();
        private final List<TrainingStep> steps = new ArrayList<>();
        private int references;

        Told(int last) {
            this.last = last;
        }

        @Override
        public void reference(int done, int more, int total, long tokens) {
            references += more;
        }

        @Override
        public void step(TrainingStep step) {
            steps.add(step);
            told.add("step %d %s".formatted(step.step(), step.loss()));
            if (step.step() == last) {
                throw new IllegalStateException("killed");
            }
        }

        @Override
        public void evaluated(Evaluation look) {
            told.add("look %d %s %s".formatted(look.step(), look.loss(), look.rewards()));
        }
    }

    @BeforeAll
    void open() {
        model = LoadedModel.open(
                new Checkpoint(MODEL, List.of()), Precision.FP32, ModelResolver.ofUser(), Optional.of("zephyr"));
    }

    @AfterAll
    void close() {
        model.close();
    }

    private static TrainSettings settings(LossSettings loss, double rate, int checkpointSteps, EarlyStopping watch) {
        return new TrainSettings(
                loss,
                TrainedWeights.LORA,
                LoraSettings.of(4, 8),
                new OptimizerSettings(rate, Schedule.CONSTANT, 0, 0, 1, 20),
                new DataSettings(3, 4, 2, 512, TooLong.DROP),
                checkpointSteps,
                false,
                watch,
                "");
    }

    private static List<PreferenceExample> pairs() {
        return IntStream.range(0, 12)
                .mapToObj(i -> new PreferenceExample(
                        "p" + i,
                        List.of(Message.user("q" + i)),
                        "a".repeat(1 + i * 7 % 5) + i,
                        "b".repeat(1 + i * 5 % 7) + i * 3))
                .toList();
    }

    /** Held out are learned pairs with chosen and rejected exchanged, so that the held-out loss rises from the start. */
    private static TrainingData<PreferenceExample> contrary() {
        return new TrainingData<>(
                pairs(),
                pairs().stream()
                        .limit(4)
                        .map(pair -> new PreferenceExample(
                                "held-" + pair.id(),
                                pair.prompt(),
                                /* chosen= */ pair.rejected(),
                                /* rejected= */ pair.chosen()))
                        .toList());
    }

    private TrainingOutcome train(TrainSettings settings, Path place, TrainingWatch watch) {
        return new Trainer(model, settings, 3).preferences(TrainingData.of(pairs()), Trainer.Place.in(place), watch);
    }

    private TrainingOutcome trainContrary(EarlyStopping watch, int checkpointSteps, Path place, TrainingWatch told) {
        var settings = settings(LossSettings.dpo(0.5), 5e-3, checkpointSteps, watch);
        return new Trainer(model, settings, 3).preferences(contrary(), Trainer.Place.in(place), told);
    }

    @Test
    void trainingStopsEarlyAndGivesTheBestWeightsHoweverOftenItIsKilled() {
        var stopping = new EarlyStopping(0, 2, 2);
        var whole = new Told(0);
        TrainingOutcome expected = trainContrary(stopping, 4, folder.resolve("whole"), whole);
        assertThat(expected.fit()).isEqualTo(new TrainingOutcome.Fit(12, 4, 4, List.of(), List.of()));
        assertThat(expected.best().orElseThrow().step()).isEqualTo(2);
        assertThat(expected.steps()).isEqualTo(6);
        assertThat(whole.references).isEqualTo(16);
        for (int stop = 1; stop < 6; stop++) {
            Path place = folder.resolve("stopped-" + stop);
            var first = new Told(stop);
            assertThatThrownBy(() -> trainContrary(stopping, 4, place, first)).hasMessage("killed");
            var second = new Told(0);
            TrainingOutcome resumed = trainContrary(stopping, 4, place, second);
            assertThat(resumed.digest()).isEqualTo(expected.digest());
            assertThat(resumed.best().orElseThrow().step()).isEqualTo(2);
            assertThat(second.told).isEqualTo(whole.told);
            assertThat(second.references).isZero();
        }
        // What has ended is told again and trained no more.
        var again = new Told(0);
        assertThat(trainContrary(stopping, 1, folder.resolve("whole"), again).digest())
                .isEqualTo(expected.digest());
        assertThat(again.told).isEqualTo(whole.told);
    }

    @Test
    void theBestWeightsAreThoseAfterTheirStep() {
        trainContrary(new EarlyStopping(0, 2, 2), 100, folder.resolve("best"), new Told(0));
        Path there = folder.resolve("there");
        assertThatThrownBy(() -> trainContrary(new EarlyStopping(0, 2, 2), 2, there, new Told(3)))
                .hasMessage("killed");
        float[] atTwo = stored(there, "weights");
        assertThat(stored(there, "best")).isEqualTo(atTwo);
        Path best = folder.resolve("best");
        assertThat(stored(best, "best")).isEqualTo(atTwo).isNotEqualTo(stored(best, "weights"));
        float[] result =
                new StateFile(best.resolve("state.safetensors")).result((file, tensor) -> numbers(file, tensor.name()));
        assertThat(result).isEqualTo(atTwo);
    }

    private static float[] stored(Path place, String name) {
        try (var file = SafetensorsFile.open(place.resolve("state.safetensors"))) {
            return numbers(file, name);
        }
    }

    private static float[] numbers(SafetensorsFile file, String name) {
        var tensor = file.tensor(name).orElseThrow();
        var numbers = new float[(int) tensor.elements()];
        file.read(tensor, FloatBuffer.wrap(numbers));
        return numbers;
    }

    @Test
    void referencesAreFoundAgainByAnotherLossAndRateAndNotByOtherPacking() throws IOException {
        var first = new Told(0);
        train(settings(LossSettings.dpo(0.1), 1e-4, 100, EarlyStopping.NONE), folder, first);
        assertThat(first.references).isEqualTo(12);
        assertThat(references()).isEqualTo(1);
        var second = new Told(0);
        train(
                settings(new LossSettings(Mixture.parse("hinge"), 0.5, 0, 0), 1e-3, 100, EarlyStopping.NONE),
                folder,
                second);
        assertThat(second.references).isZero();
        var watched = new Told(0);
        train(settings(LossSettings.dpo(0.1), 1e-4, 100, new EarlyStopping(4, 50, 0)), folder, watched);
        assertThat(watched.references).isEqualTo(12);
        assertThat(references()).isEqualTo(2);
        // The first loss does not depend on where the numbers come from.
        assertThat(second.steps.getFirst().loss()).isEqualTo(1);
    }

    private long references() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("reference-"))
                    .count();
        }
    }

    @Test
    void lossesWithoutAReferenceComputeNone() throws IOException {
        for (String loss : new String[] {"orpo", "simpo=1,sft=0.1", "sft"}) {
            var watch = new Told(0);
            double beta = loss.startsWith("simpo") ? 2 : 0.1;
            train(
                    settings(new LossSettings(Mixture.parse(loss), beta, 0, 0), 5e-3, 100, EarlyStopping.NONE),
                    folder,
                    watch);
            assertThat(watch.references).isZero();
            assertThat(watch.steps.getLast().loss())
                    .isLessThan(watch.steps.getFirst().loss());
        }
        assertThat(references()).isZero();
    }

    @Test
    void anExplodingLossStopsWithItsStepAndPairs() {
        var settings = settings(new LossSettings(Mixture.parse("hinge"), 5, 0, 0), 3, 100, EarlyStopping.NONE);
        assertThatThrownBy(() -> train(settings, folder, new Told(0)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("training went astray at step")
                .hasMessageContaining("explodingLoss = 20.0 times the larger of 1 and the first step's 1")
                .hasMessageContaining("p1");
    }

    @Test
    void completionsAreNotTrainedByALossOfPairs() {
        var settings = settings(LossSettings.dpo(0.1), 1e-3, 1, EarlyStopping.NONE);
        var examples = TrainingData.of(List.of(new CompletionExample("a", List.of(Message.user("q")), "a")));
        assertThatThrownBy(() ->
                        new Trainer(model, settings, 3).completions(examples, Trainer.Place.in(folder), new Told(0)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("loss sigmoid needs rejected completions");
    }
}
