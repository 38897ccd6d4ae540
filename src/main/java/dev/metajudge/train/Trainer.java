package dev.metajudge.train;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.measure.DistributionAlignment;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterConfig;
import dev.metajudge.model.load.LoadedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Trains a LoRA adapter (arXiv 2106.09685) on all linear layers of a model. The same start, examples, settings and seed
 * give the same adapter, however often the process was killed.
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

    /** Direct preference optimisation (arXiv 2305.18290); see {@link #train}. */
    public TrainingOutcome preferences(List<PreferenceExample> pairs, Place place, Consumer<TrainingStep> told) {
        return train(
                pairs.stream().map(pair -> PairTokens.of(pair, model)),
                new DpoObjective(settings.objective().beta()),
                place,
                told);
    }

    /** Supervised fine-tuning on completions; see {@link #train}. */
    public TrainingOutcome completions(List<CompletionExample> examples, Place place, Consumer<TrainingStep> told) {
        return train(examples.stream().map(example -> PairTokens.of(example, model)), new SftObjective(), place, told);
    }

    /** Distribution alignment (arXiv 2505.12301) on humans' label counts; see {@link #train}. */
    public TrainingOutcome labels(
            List<LabelExample> examples, DistributionAlignment loss, Place place, Consumer<TrainingStep> told) {
        return train(
                examples.stream().map(example -> LabelTokens.of(example, model)),
                new AlignObjective(loss),
                place,
                told);
    }

    /**
     * Where training writes.
     *
     * @param work a folder for checkpoints, "state.safetensors"
     * @param adapter the folder of the result
     */
    public record Place(Path work, Path adapter) {
        /** Checkpoints in a folder, and the result in its folder "adapter". */
        public static Place in(Path folder) {
            return new Place(folder, folder.resolve("adapter"));
        }
    }

    /**
     * Trains, going on from a checkpoint in the place if it is of the same work; steps done before are told again.
     *
     * @throws UserError when no example fits, or the loss is no longer a number
     */
    private <L extends Lesson> TrainingOutcome train(
            Stream<L> lessons, Objective<L> objective, Place place, Consumer<TrainingStep> told) {
        EngineLimits.check(settings);
        var kept = new ArrayList<L>();
        var leftOut = new ArrayList<String>();
        lessons.forEach(lesson -> {
            if (lesson.longest() > Math.min(settings.data().maxTokens(), model.context())) {
                leftOut.add(lesson.id());
            } else {
                kept.add(lesson);
            }
        });
        if (kept.isEmpty()) {
            throw UserError.input("none of the %d examples fits in maxTokens = %d"
                    .formatted(leftOut.size(), Math.min(settings.data().maxTokens(), model.context())));
        }
        create(place.work());
        var layout = new LoraLayout(model.files().config(), settings.lora().rank());
        var course = new Course<>(model, settings, objective, DataOrder.of(kept, settings.data(), seed));
        TrainingState end = course.run(layout.initial(seed), seed, place.work().resolve("state.safetensors"), told);
        var config = new AdapterConfig(
                BaseName.of(model.checkpoint(), place.adapter()),
                settings.lora().rank(),
                settings.lora().alpha(),
                false,
                0,
                LoraLayout.targets());
        Adapter adapter =
                Adapter.write(place.adapter(), config, layout.pairs(end.policy().weights()));
        return new TrainingOutcome(
                place.adapter(), adapter.digest(), end.steps().size(), leftOut);
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
