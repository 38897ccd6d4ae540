package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.config.RoundSettings;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.store.RunStore;
import dev.metajudge.store.Work;
import java.util.List;
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
    private @Nullable Sampler sampler;

    /**
     * @param number from 1
     * @param model the name of the model that the round starts from
     * @param start that model
     */
    Round(Run run, int number, String model, Checkpoint start) {
        this.run = run;
        this.number = number;
        this.model = model;
        this.start = start;
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
            sampler = run.engine().sampler(start);
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
