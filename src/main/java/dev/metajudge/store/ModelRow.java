package dev.metajudge.store;

import java.util.Optional;

/**
 * A model of the run.
 *
 * @param name M0, M1, ...
 * @param round the round that made it; 0 for M0
 * @param parent what it was trained from
 * @param source where the base comes from
 * @param adapter its own adapter's folder, relative to the run's; empty for M0 and when the parent was carried on
 * @param digest SHA-256 that tells its weights, base and adapters, from any other model's
 * @param adapterDigest SHA-256 of the adapter's weights
 * @param pairs how many preference pairs it was trained on, those left out included
 * @param leftOut pairs that were too long
 * @param steps optimizer steps
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
        int steps)
        implements Row {}
