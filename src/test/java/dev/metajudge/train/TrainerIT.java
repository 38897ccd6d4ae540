package dev.metajudge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.UserError;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.engine.RealModel;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.prompt.Message;
import dev.metajudge.train.loss.LossSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DPO on SmolLM2: where it starts, where it goes, and that a killed run ends as one that was not. */
class TrainerIT {
    private static final TrainSettings SETTINGS = new TrainSettings(
            LossSettings.dpo(0.1),
            TrainedWeights.LORA,
            LoraSettings.of(8, 16),
            new OptimizerSettings(5e-4, Schedule.COSINE, 0.1, 0, 1, 20),
            new DataSettings(3, 4, 2, 512, TooLong.DROP),
            2,
            false,
            EarlyStopping.NONE,
            "");

    private final LoadedModel bf16 = new LoadedModel(
            new Checkpoint(RealModel.SPEC, List.of()), RealModel.files(), RealModel.decoder(Precision.BF16));

    @TempDir
    private Path folder;

    @Test
    void theFirstLossIsTheLogarithmOfTwoAndLossFalls() {
        var steps = new ArrayList<TrainingStep>();
        TrainingOutcome outcome =
                new Trainer(bf16, SETTINGS, 3).preferences(data(), Trainer.Place.in(folder), steps::add);
        assertThat(steps).hasSize(6).extracting(TrainingStep::step).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(steps.getFirst().loss()).isCloseTo(Math.log(2), within(1e-4));
        assertThat(steps.getFirst().rewards().margin()).isCloseTo(0, within(1e-6));
        assertThat(steps.getLast().loss()).isLessThan(0.5);
        assertThat(steps.getLast().rewards().accuracy()).isEqualTo(1);
        assertThat(outcome.leftOut()).isEmpty();
        assertThat(outcome.steps()).isEqualTo(6);
    }

    @Test
    void killedAfterAnyStepItEndsWithTheSameAdapterBitForBit() {
        var whole = new ArrayList<TrainingStep>();
        TrainingOutcome expected = new Trainer(bf16, SETTINGS, 3)
                .preferences(data(), Trainer.Place.in(folder.resolve("whole")), whole::add);
        for (int stop = 1; stop <= 5; stop += 2) {
            Path place = folder.resolve("stopped-" + stop);
            int last = stop;
            assertThatThrownBy(() -> new Trainer(bf16, SETTINGS, 3)
                            .preferences(data(), Trainer.Place.in(place), step -> {
                                if (step.step() == last) {
                                    throw new IllegalStateException("killed");
                                }
                            }))
                    .hasMessage("killed");
            var steps = new ArrayList<TrainingStep>();
            TrainingOutcome resumed =
                    new Trainer(bf16, SETTINGS, 3).preferences(data(), Trainer.Place.in(place), steps::add);
            assertThat(resumed.digest()).isEqualTo(expected.digest());
            assertThat(steps)
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
                    .isEqualTo(whole);
        }
    }

    @Test
    void otherPairsDoNotGoOnFromACheckpoint() {
        TrainingOutcome one = new Trainer(bf16, SETTINGS, 3).preferences(data(), Trainer.Place.in(folder), step -> {});
        TrainingOutcome other = new Trainer(bf16, SETTINGS, 3)
                .preferences(TrainingData.of(pairs().subList(0, 4)), Trainer.Place.in(folder), step -> {});
        assertThat(other.steps()).isEqualTo(3);
        assertThat(other.digest()).isNotEqualTo(one.digest());
    }

    @Test
    void pairsThatAreTooLongAreLeftOutByName() {
        var pairs = new ArrayList<>(pairs());
        pairs.add(new PreferenceExample("long", List.of(Message.user("Why?")), "word ".repeat(600), "No."));
        assertThat(new Trainer(bf16, SETTINGS, 3)
                        .preferences(TrainingData.of(pairs), Trainer.Place.in(folder), step -> {})
                        .leftOut())
                .containsExactly("long");
        assertThatThrownBy(() -> new Trainer(bf16, SETTINGS, 3)
                        .preferences(
                                TrainingData.of(List.of(pairs.getLast())),
                                Trainer.Place.in(folder.resolve("none")),
                                step -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("fits in 512 tokens");
    }

    @Test
    void aMergedAdapterAndAnAttachedOneGiveTheSameSums() {
        LoadedModel fp32 = new LoadedModel(bf16.checkpoint(), bf16.files(), RealModel.decoder(Precision.FP32));
        Path adapter = new Trainer(fp32, SETTINGS, 3)
                .preferences(data(), Trainer.Place.in(folder), step -> {})
                .adapter();
        var packed = new PackedSequences(
                pairs().stream().map(pair -> PairTokens.of(pair, fp32)).toList());
        var layout = new LoraLayout(fp32.files().config(), SETTINGS.lora().rank(), LoraLayout.targets());
        double[] reference = Policy.reference(fp32.decoder().module(), packed);
        double[] attached;
        try (var policy = Policies.of(
                fp32.decoder().module(),
                new LoraParameters(layout, 2, 0),
                false,
                layout.flat(Adapter.read(adapter).pairs()))) {
            attached = policy.accumulate("policy", packed::arrays, sums -> new double[sums.length]);
        }
        try (LoadedModel merged = LoadedModel.open(
                new Checkpoint(RealModel.SPEC, List.of(adapter)),
                Precision.FP32,
                ModelResolver.ofUser(),
                java.util.Optional.empty())) {
            double[] sums = Policy.reference(merged.decoder().module(), packed);
            for (int i = 0; i < sums.length; i++) {
                assertThat(sums[i]).isCloseTo(attached[i], within(2e-3)).isNotCloseTo(reference[i], within(0.05));
            }
        }
    }

    private static TrainingData<PreferenceExample> data() {
        return TrainingData.of(pairs());
    }

    private static List<PreferenceExample> pairs() {
        return IntStream.range(0, 8)
                .mapToObj(i -> new PreferenceExample(
                        "p" + i,
                        List.of(Message.user("Say something about the number %d.".formatted(i))),
                        "The number %d, gladly: it is a fine number, thank you for asking.".formatted(i),
                        "Number %d is boring, go away and leave me alone.".formatted(i)))
                .toList();
    }
}
