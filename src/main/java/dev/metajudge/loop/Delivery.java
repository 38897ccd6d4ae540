package dev.metajudge.loop;

import dev.metajudge.UserError;
import dev.metajudge.model.Checkpoint;
import java.nio.file.Path;
import java.util.Optional;

/** Brings models to the servers that are to answer with them: the port to what writes files and sends them. */
public interface Delivery {
    /** Of a program that brings no models anywhere. */
    Delivery NONE = (goods, progress) -> {
        throw UserError.input(goods.model() + " cannot be brought to " + goods.address());
    };

    /**
     * A model on its way.
     *
     * @param model its name in the run
     * @param round the round in which it is wanted
     * @param weights its weights; adapters are merged
     * @param address on the server, with the name that it is to have there
     * @param folder where its file is written; what is finished there was written for this model
     */
    record Goods(String model, int round, Checkpoint weights, String address, Path folder) {}

    /**
     * Brings a model to a server, or as far on the way as this program can; what is done already is not done again.
     *
     * @return what a person has to do, where a server takes no models from this program
     * @throws UserError when the file cannot be written, or the server is away or refuses it
     */
    Optional<String> bring(Goods goods, Progress progress);
}
