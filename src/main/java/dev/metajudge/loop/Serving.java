package dev.metajudge.loop;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.backend.server.ServerKind;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.source.Durable;
import dev.metajudge.store.ModelRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Has a server answer with a model of the run: the model is brought there, or waited for, and then its row says where it
 * is. Until then nothing is sampled from it, and once its row says so never from anything else. What was brought before
 * the process died is found under its name, which says what its weights are.
 */
final class Serving {
    private static final String FOLDER = "served";

    private final Run run;

    private Serving(Run run) {
        this.run = run;
    }

    /**
     * A model as it is found on a server.
     *
     * @param digest the server's, which tells the model from others
     * @param server name and version
     */
    record Found(String address, String digest, String server) {}

    /** Has M0 on its server, for a recipe that names it by its weights. */
    static Found start(Run run) {
        var weights = new Checkpoint(run.recipe().weights(), List.of());
        var name = ServedName.of(run.store().folder(), 0, run.engine().digest(weights));
        return new Serving(run)
                .bring(goods(run, Ids.model(0), 1, weights, run.recipe().servedStart(name)));
    }

    /** Has the model that a round made on a server, if the recipe says so. */
    static void made(Run run, int round) {
        var model = Models.made(run.store(), round).orElseThrow();
        if (run.recipe().servesRounds() && model.served().isEmpty()) {
            Models.verify(run, model);
            var weights = Models.checkpoint(run.store(), model);
            var address = run.recipe().servedRound(ServedName.of(run.store().folder(), round, model.digest()));
            var found = new Serving(run).bring(goods(run, model.name(), round, weights, address));
            run.store().write(writer -> writer.served(model.name(), found.address(), found.server(), found.digest()));
        }
        tidy(run, round);
    }

    /** What an Ollama has need not lie here, too; a process that died may have left it. */
    static void tidy(Run run, int round) {
        Models.made(run.store(), round)
                .flatMap(ModelRow::served)
                .filter(address -> ServerAddress.parse(address).kind() == ServerKind.OLLAMA)
                .ifPresent(address -> {
                    try {
                        Durable.deleteTree(folder(run, Ids.model(round)));
                    } catch (IOException left) {
                        run.progress()
                                .note("a file that is on the server now cannot be deleted here: " + left.getMessage());
                    }
                });
    }

    private static Delivery.Goods goods(Run run, String model, int round, Checkpoint weights, String address) {
        return new Delivery.Goods(model, round, weights, address, folder(run, model));
    }

    private static Path folder(Run run, String model) {
        return run.store().folder().resolve("models").resolve(model).resolve(FOLDER);
    }

    private Found bring(Delivery.Goods goods) {
        run.engine().release(); // the server needs the memory
        try {
            var todo = run.delivery().bring(goods, run.progress());
            var found = todo.isEmpty() ? found(goods.address()) : awaited(goods, todo.get());
            run.progress().note("%s answers as %s (%s)".formatted(goods.model(), found.address(), found.server()));
            return found;
        } catch (UserError away) {
            if (away.exit() != Exit.BACKEND) {
                throw away;
            }
            throw new UserError(
                    Exit.STOPPED,
                    "%s could not be brought to its server: %s. What was finished is kept: the same command goes on"
                            .formatted(goods.model(), away.getMessage()),
                    away);
        }
    }

    private Found found(String address) {
        var checkpoint = new Checkpoint(address, List.of());
        var digest = run.engine().digest(checkpoint);
        return new Found(address, digest, run.engine().server(checkpoint).orElseThrow());
    }

    private Found awaited(Delivery.Goods goods, String todo) {
        try {
            return found(goods.address());
        } catch (UserError missing) {
            throw new UserError(
                    Exit.STOPPED, "%s is not served yet: %s%n%s".formatted(goods.model(), missing.getMessage(), todo));
        }
    }
}
