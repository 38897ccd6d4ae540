package dev.metajudge.store;

import java.util.Optional;

/**
 * A model of the run.
 *
 * @param name M0, M1, ...
 * @param round the round that made it; 0 for M0
 * @param parent what it was trained from
 * @param source where the base's weights come from; a server's address for a model that only a server has
 * @param adapter its own adapter's folder, relative to the run's; empty for M0 and when the parent was carried on
 * @param digest SHA-256 that tells its weights, base and adapters, from any other model's
 * @param adapterDigest SHA-256 of the adapter's weights
 * @param pairs how many preference pairs it was trained on, those left out included
 * @param leftOut pairs that were too long
 * @param steps optimizer steps
 * @param served address on a server that runs it; empty for one that runs in the run's process
 * @param server name and version of that server when the row was made
 * @param role "judge" or "meta-judge" for a model that only has this role; empty for M0 and what rounds make
 */
public record ModelRow(
        String name,
        int round,
        Optional<String> parent,
        String source,
        Optional<String> adapter,
        String digest,
        Optional<String> adapterDigest,
        int pairs,
        int leftOut,
        int steps,
        Optional<String> served,
        Optional<String> server,
        Optional<String> role)
        implements Row {
    /** M0, or a model that a round made, in this process. */
    public static ModelRow here(
            String name,
            int round,
            Optional<String> parent,
            String source,
            Optional<String> adapter,
            String digest,
            Optional<String> adapterDigest,
            int pairs,
            int leftOut,
            int steps) {
        Optional<String> none = Optional.empty();
        return new ModelRow(
                name, round, parent, source, adapter, digest, adapterDigest, pairs, leftOut, steps, none, none, none);
    }
}
