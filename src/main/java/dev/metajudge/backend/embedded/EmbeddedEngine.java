package dev.metajudge.backend.embedded;

import dev.metajudge.backend.Engine;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Scorer;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.train.PreferenceExample;
import dev.metajudge.train.TrainSettings;
import dev.metajudge.train.Trainer;
import dev.metajudge.train.TrainingData;
import dev.metajudge.train.TrainingOutcome;
import dev.metajudge.train.TrainingWatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs and trains models in this process. The checkpoint asked for last stays in memory until another one is asked for,
 * or the same for the other use: weights to train lie differently from weights to run. Not safe for several threads at
 * once.
 */
public final class EmbeddedEngine implements Engine {
    private final Precision precision;
    private final ModelResolver resolver;
    private final Optional<String> chatFormat;
    private @Nullable LoadedModel loaded;
    private boolean toTrain;

    /**
     * Makes an engine; nothing is loaded yet.
     *
     * @param chatFormat name of the form of conversations, in place of what the model's own template means
     */
    public EmbeddedEngine(Precision precision, ModelResolver resolver, Optional<String> chatFormat) {
        this.precision = precision;
        this.resolver = resolver;
        this.chatFormat = chatFormat;
    }

    public EmbeddedEngine(Precision precision) {
        this(precision, ModelResolver.ofUser(), Optional.empty());
    }

    @Override
    public String digest(Checkpoint checkpoint) {
        return LoadedModel.digest(checkpoint, resolver);
    }

    @Override
    public Sampler sampler(Checkpoint checkpoint) {
        return new EmbeddedSampler(load(checkpoint));
    }

    @Override
    public Optional<String> server(Checkpoint checkpoint) {
        return Optional.empty();
    }

    @Override
    public Scorer scorer(Checkpoint checkpoint) {
        return new EmbeddedScorer(load(checkpoint));
    }

    @Override
    public TrainingOutcome train(
            Checkpoint start,
            List<PreferenceExample> pairs,
            TrainSettings settings,
            long seed,
            Path folder,
            TrainingWatch watch) {
        return new Trainer(loadToTrain(start), settings, seed)
                .preferences(TrainingData.of(pairs), Trainer.Place.in(folder, settings.weights()), watch);
    }

    /** The checkpoint in memory, to run. */
    public LoadedModel load(Checkpoint checkpoint) {
        return load(checkpoint, false);
    }

    /** The checkpoint in memory, to train. */
    public LoadedModel loadToTrain(Checkpoint checkpoint) {
        return load(checkpoint, true);
    }

    private LoadedModel load(Checkpoint checkpoint, boolean training) {
        if (loaded != null && training == toTrain && loaded.checkpoint().equals(checkpoint)) {
            return loaded;
        }
        release();
        LoadedModel fresh = training
                ? LoadedModel.openToTrain(checkpoint, precision, resolver, chatFormat)
                : LoadedModel.open(checkpoint, precision, resolver, chatFormat);
        loaded = fresh;
        toTrain = training;
        return fresh;
    }

    @Override
    public void close() {
        release();
    }

    @Override
    public void release() {
        if (loaded != null) {
            loaded.close();
            loaded = null;
        }
    }
}
