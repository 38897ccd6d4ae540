package dev.metajudge.backend.server;

import dev.metajudge.backend.Engine;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Scorer;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.train.PreferenceExample;
import dev.metajudge.train.TrainSettings;
import dev.metajudge.train.TrainingOutcome;
import dev.metajudge.train.TrainingWatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Models wherever they are: those whose source is a server's address there, all others in the engine given. */
public final class RoutingEngine implements Engine {
    private final Engine here;
    private final ServerEngine servers;

    public RoutingEngine(Engine here, ServerEngine servers) {
        this.here = here;
        this.servers = servers;
    }

    private Engine of(Checkpoint checkpoint) {
        return ServerAddress.is(checkpoint.source()) ? servers : here;
    }

    @Override
    public String digest(Checkpoint checkpoint) {
        return of(checkpoint).digest(checkpoint);
    }

    @Override
    public Optional<String> server(Checkpoint checkpoint) {
        return of(checkpoint).server(checkpoint);
    }

    @Override
    public Sampler sampler(Checkpoint checkpoint) {
        return of(checkpoint).sampler(checkpoint);
    }

    @Override
    public Scorer scorer(Checkpoint checkpoint) {
        return of(checkpoint).scorer(checkpoint);
    }

    @Override
    public TrainingOutcome train(
            Checkpoint start,
            List<PreferenceExample> pairs,
            TrainSettings settings,
            long seed,
            Path folder,
            TrainingWatch step) {
        return of(start).train(start, pairs, settings, seed, folder, step);
    }

    @Override
    public void release() {
        here.release();
    }

    @Override
    public void close() {
        here.close();
        servers.close();
    }
}
