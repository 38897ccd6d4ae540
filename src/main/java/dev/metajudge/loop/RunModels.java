package dev.metajudge.loop;

import dev.metajudge.model.Checkpoint;
import dev.metajudge.store.ModelRow;
import java.nio.file.Path;
import java.util.List;

/** A run's models as checkpoints. */
public final class RunModels {
    private RunModels() {}

    /**
     * A model with all adapters that lead to it, oldest first.
     *
     * @param folder the run's
     * @param models all of the run's
     */
    public static Checkpoint checkpoint(Path folder, List<ModelRow> models, ModelRow model) {
        List<Path> adapters = models.stream()
                .filter(earlier -> earlier.round() <= model.round())
                .flatMap(earlier -> earlier.adapter().stream())
                .map(folder::resolve)
                .toList();
        return new Checkpoint(model.source(), adapters);
    }
}
