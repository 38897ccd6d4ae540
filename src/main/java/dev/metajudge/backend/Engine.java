package dev.metajudge.backend;

import dev.metajudge.model.Checkpoint;
import dev.metajudge.train.PreferenceExample;
import dev.metajudge.train.TrainSettings;
import dev.metajudge.train.TrainingOutcome;
import dev.metajudge.train.TrainingWatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the loop needs of a place where models run and are trained. At most one checkpoint is in memory at a time. */
public interface Engine extends AutoCloseable {
    /** SHA-256 that tells this checkpoint's weights (base and adapters) from any other's. */
    String digest(Checkpoint checkpoint);

    /** A sampler for the checkpoint; valid until another checkpoint is asked for, or the engine is closed. */
    Sampler sampler(Checkpoint checkpoint);

    /** A scorer for the checkpoint; valid as long as a sampler is. */
    Scorer scorer(Checkpoint checkpoint);

    /** The server's name and version, for a checkpoint that a server runs. */
    Optional<String> server(Checkpoint checkpoint);

    /** Gives back the memory of what is loaded; it is loaded again when it is asked for. No sampler may be open. */
    void release();

    /**
     * Trains a LoRA adapter on top of {@code start}, which is also the reference. Resumes from the last checkpoint in
     * {@code folder}, if there is one for the same work; steps already done there are told again, in order, with the
     * values they had.
     *
     * @param folder where checkpoints and the finished adapter are written
     * @param seed decides the order of the pairs and the adapter's first weights
     */
    TrainingOutcome train(
            Checkpoint start,
            List<PreferenceExample> pairs,
            TrainSettings settings,
            long seed,
            Path folder,
            TrainingWatch watch);

    @Override
    void close();
}
