package dev.metajudge.model.engine;

/**
 * What is read of the layers at the places asked about.
 *
 * @param layers whether all layers are read, embeddings first, or the last one alone
 * @param raw whether layers before the last are read without the final norm
 * @param continuing tokens that {@link Readout#rest} leaves out
 */
public record Lens(boolean layers, boolean raw, int[] continuing) {}
