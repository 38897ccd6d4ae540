package dev.metajudge.loop;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.store.ModelRow;
import dev.metajudge.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The run's models: M0, and what each round made of the one before. */
final class Models {
    private Models() {}

    /** Where a model's adapter and its training checkpoints lie; makes the folder. */
    static Path folder(RunStore store, String model) {
        var folder = store.folder().resolve("models").resolve(model);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError(Exit.STOPPED, "cannot make the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The model that a round made (0: the base), when it is there. */
    static Optional<ModelRow> made(RunStore store, int round) {
        return store.work().models().stream()
                .filter(model -> model.round() == round)
                .findFirst();
    }

    /** The model with all adapters that lead to it, oldest first. */
    static Checkpoint checkpoint(RunStore store, ModelRow model) {
        return RunModels.checkpoint(store.folder(), store.work().models(), model);
    }

    /** Where a model's answers come from: a server, or the weights. */
    static Checkpoint sampled(RunStore store, ModelRow model) {
        return model.served()
                .map(address -> new Checkpoint(address, List.of()))
                .orElseGet(() -> checkpoint(store, model));
    }

    /** Refuses weights that are no longer those that made the run's rows. */
    static void verify(Run run, ModelRow model) {
        model.served()
                .filter(address -> !ServerAddress.is(model.source())
                        && !ServedName.fits(address, run.engine().digest(checkpoint(run.store(), model))))
                .ifPresent(address -> {
                    throw changed(model);
                });
        var digest = run.engine().digest(sampled(run.store(), model));
        if (!digest.equals(model.digest())) {
            model.served().ifPresent(address -> {
                throw UserError.input(address + " is not the model that this run had as " + model.name()
                        + "; serve that one again, or begin a new run with --name");
            });
            throw changed(model);
        }
    }

    private static UserError changed(ModelRow model) {
        return UserError.input("the weights of " + model.name() + " (" + model.source()
                + model.adapter().map(adapter -> ", " + adapter).orElse("")
                + ") are not those that this run began with; put them back, or begin a new run with --name");
    }
}
