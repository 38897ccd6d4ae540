package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.config.RoundSettings;
import dev.metajudge.loop.RoleModels.RoleModel;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.store.ModelRow;
import dev.metajudge.store.RunStore;
import dev.metajudge.store.Work;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A round that is being worked on: its number, its model, and that model's sampler, which is loaded when it is first
 * needed.
 */
final class Round {
    private final Run run;
    private final int number;
    private final String model;
    private final Checkpoint start;
    private final Checkpoint sampled;
    private @Nullable Sampler sampler;

    /**
     * @param number from 1
     * @param model the name of the model that the round starts from
     * @param start that model's weights
     * @param sampled where its answers come from: the same, or a server
     */
    private Round(Run run, int number, String model, Checkpoint start, Checkpoint sampled) {
        this.run = run;
        this.number = number;
        this.model = model;
        this.start = start;
        this.sampled = sampled;
    }

    /**
     * A round by a model of the run.
     *
     * @throws dev.metajudge.UserError when it is no longer what it was
     */
    static Round by(Run run, int number, ModelRow model) {
        Models.verify(run, model);
        return new Round(
                run, number, model.name(), Models.checkpoint(run.store(), model), Models.sampled(run.store(), model));
    }

    /** Does a part of the round by the model that has this role, if there is one, else by the round's own. */
    void by(Optional<RoleModel> role, Consumer<Round> work) {
        if (role.isEmpty()) {
            work.accept(this);
            return;
        }
        release(); // one model in memory at a time
        var checkpoint = role.get().checkpoint();
        var other = new Round(run, number, role.get().name(), checkpoint, checkpoint);
        try {
            work.accept(other);
        } finally {
            other.release();
        }
    }

    Run run() {
        return run;
    }

    /** What the recipe says of this round. */
    RoundSettings settings() {
        return run.recipe().round(number);
    }

    int number() {
        return number;
    }

    String model() {
        return model;
    }

    Checkpoint start() {
        return start;
    }

    RunStore store() {
        return run.store();
    }

    Work work() {
        return run.store().work();
    }

    Progress progress() {
        return run.progress();
    }

    /** Samples with the round's model; tokens are told to whoever watches. */
    List<List<Completion>> sample(List<Request> batch) {
        if (sampler == null) {
            sampler = run.engine().sampler(sampled);
        }
        var completions = sampler.sample(batch, tokens -> progress().advanced(0, tokens));
        if (completions.size() != batch.size()) {
            throw new IllegalStateException(
                    "the engine answered " + completions.size() + " of " + batch.size() + " requests");
        }
        for (int i = 0; i < batch.size(); i++) {
            if (completions.get(i).size() != batch.get(i).samples()) {
                throw new IllegalStateException("the engine gave "
                        + completions.get(i).size() + " of " + batch.get(i).samples() + " samples of "
                        + batch.get(i).id());
            }
        }
        return completions;
    }

    /** Gives the sampler up. */
    void release() {
        if (sampler != null) {
            sampler.close();
            sampler = null;
        }
    }
}
