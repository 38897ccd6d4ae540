package dev.metajudge.train;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.measure.DistributionAlignment;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.train.loss.MixedLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Trains a LoRA adapter (arXiv 2106.09685) on the linear layers of a model, or all of its weights. The same start,
 * examples, settings and seed give the same result, however often the process was killed.
 */
public final class Trainer {
    private final LoadedModel model;
    private final TrainSettings settings;
    private final long seed;

    /**
     * Prepares training.
     *
     * @param model where training starts, adapters merged; also the reference of a preference objective
     * @param seed decides the order of the examples and the adapter's first weights
     */
    public Trainer(LoadedModel model, TrainSettings settings, long seed) {
        this.model = model;
        this.settings = settings;
        this.seed = seed;
    }

    /**
     * Preference training by the settings' loss; see {@link #train}.
     *
     * @throws UserError when training goes astray, or the settings ask for what cannot be done
     */
    public TrainingOutcome preferences(TrainingData<PreferenceExample> pairs, Place place, TrainingWatch watch) {
        return train(
                tokens(pairs, pair -> PairTokens.of(pair, model), PairTokens::within),
                new MixtureObjective(new MixedLoss(settings.objective())),
                place,
                watch);
    }

    /**
     * Supervised fine-tuning on completions; see {@link #train}.
     *
     * @throws UserError as {@link #preferences} does, or when the settings' loss needs rejected completions
     */
    public TrainingOutcome completions(TrainingData<CompletionExample> examples, Place place, TrainingWatch watch) {
        if (!settings.objective().loss().ofCompletionsAlone()) {
            throw UserError.input("loss %s needs rejected completions, and these examples have none: use loss sft"
                    .formatted(settings.objective().loss()));
        }
        return train(
                tokens(examples, example -> PairTokens.of(example, model), PairTokens::within),
                new MixtureObjective(new MixedLoss(settings.objective())),
                place,
                watch);
    }

    /** Distribution alignment (arXiv 2505.12301) on humans' label counts; see {@link #train}. */
    public TrainingOutcome labels(
            TrainingData<LabelExample> examples, DistributionAlignment loss, Place place, TrainingWatch watch) {
        return train(
                tokens(examples, example -> LabelTokens.of(example, model), LabelTokens::within),
                new AlignObjective(loss),
                place,
                watch);
    }

    /**
     * Where training writes.
     *
     * @param work a folder for checkpoints, "state.safetensors"
     * @param adapter the folder of the result, an adapter or whole weights
     * @param references a folder for the reference's log-probabilities
     */
    public record Place(Path work, Path adapter, Path references) {
        /** Checkpoints and log-probabilities in a folder, and the result in its folder "adapter" or "weights". */
        public static Place in(Path folder, TrainedWeights trained) {
            String result =
                    switch (trained) {
                        case LORA -> "adapter";
                        case FULL -> "weights";
                    };
            return new Place(folder, folder.resolve(result), folder);
        }

        /** The same for an adapter. */
        public static Place in(Path folder) {
            return in(folder, TrainedWeights.LORA);
        }
    }

    private <E, L extends Lesson> Intake<L> tokens(
            TrainingData<E> data, Function<E, L> reader, Fitted.Shortening<L> shortening) {
        int most = Math.min(settings.data().maxTokens(), model.context());
        TooLong rule = settings.data().tooLong();
        Fitted<L> learned = Fitted.of(data.learned().stream().map(reader).toList(), most, rule, shortening);
        if (data.heldOut().isEmpty()) {
            int count = settings.earlyStopping().of(learned.lessons().size());
            return new Intake<>(
                    HeldOutSplit.of(learned.lessons(), count, seed), count, learned.leftOut(), learned.truncated());
        }
        Fitted<L> heldOut = Fitted.of(data.heldOut().stream().map(reader).toList(), most, rule, shortening);
        return new Intake<>(
                new HeldOutSplit<>(learned.lessons(), heldOut.lessons()),
                heldOut.lessons().size(),
                Stream.concat(learned.leftOut().stream(), heldOut.leftOut().stream())
                        .toList(),
                Stream.concat(learned.truncated().stream(), heldOut.truncated().stream())
                        .toList());
    }

    /** Lessons that fit, and what became of the others. */
    private record Intake<L extends Lesson>(
            HeldOutSplit<L> split, int asked, List<String> leftOut, List<String> truncated) {
        TrainingOutcome.Fit fit() {
            return new TrainingOutcome.Fit(
                    split.learned().size(), split.heldOut().size(), asked, leftOut, truncated);
        }
    }

    /** Trains, going on from a checkpoint in the place if it is of the same work; steps done before are told again. */
    private <L extends Lesson> TrainingOutcome train(
            Intake<L> intake, Objective<L> objective, Place place, TrainingWatch watch) {
        create(place.work());
        create(place.references());
        String start = LoadedModel.digest(model.checkpoint(), ModelResolver.ofUser()) + " "
                + model.decoder().precision();
        DataOrder<L> order = DataOrder.of(intake.split().learned(), settings.data(), seed);
        List<List<L>> heldOut =
                DataOrder.packs(intake.split().heldOut(), settings.data().microBatch());
        String work = new TrainingWork(start, objective.name(), settings, seed).digest(order.packs(), heldOut);
        Learned learned = Learned.of(model, settings);
        var state = new StateFile(place.work().resolve("state.safetensors"));
        TrainingState end = new Course<>(model, learned.parameters(), settings, objective, order, heldOut)
                .run(work, state, new References(place.references(), start), watch);
        return new TrainingOutcome(
                place.adapter(),
                learned.write(state, place.adapter()),
                end.steps().size(),
                intake.fit(),
                end.looks().best());
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UserError(
                    Exit.INPUT,
                    "the folder %s for training cannot be made: %s".formatted(folder, failed.getMessage()),
                    failed);
        }
    }
}
