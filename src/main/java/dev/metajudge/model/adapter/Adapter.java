package dev.metajudge.model.adapter;

import dev.metajudge.UserError;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A LoRA adapter: a weight W of [outputs, inputs] becomes W + scale B A.
 *
 * @param config its settings
 * @param pairs the matrices by the canonical name of their weight ("model.layers.0.self_attn.q_proj.weight"), sorted
 * @param digest SHA-256 of the file of matrices; the scale is not part of it
 */
public record Adapter(AdapterConfig config, SortedMap<String, LoraPair> pairs, String digest) {
    public Adapter {
        pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
        pairs.forEach((name, pair) -> {
            if (pair.rank() != config.rank()) {
                throw new IllegalArgumentException(
                        "%s has rank %d, the adapter %d".formatted(name, pair.rank(), config.rank()));
            }
        });
    }

    /**
     * Reads a folder in PEFT's format.
     *
     * @throws UserError if a file is missing or damaged, shapes do not fit together, a number is not finite, or the
     *     settings ask for something that is not supported: names the file, the setting or tensor and the reason
     */
    public static Adapter read(Path folder) {
        return AdapterFolder.read(folder);
    }

    /**
     * Writes a folder in PEFT's format, the same bytes for the same numbers, in place of an adapter that may be there.
     * The folder is there whole or not at all. Only one process may write a folder at a time.
     *
     * @param pairs the matrices by the canonical name of their weight
     * @throws UserError if the folder holds something else, or the system refuses
     * @throws IllegalArgumentException if the matrices are not those of the settings
     */
    public static Adapter write(Path folder, AdapterConfig config, Map<String, LoraPair> pairs) {
        return AdapterFolder.write(folder, config, new TreeMap<>(pairs));
    }

    public int rank() {
        return config.rank();
    }

    /** What B A is multiplied by. */
    public double scale() {
        return config.scale();
    }

    /** Whether the weight of this canonical name is changed. */
    public boolean has(String weight) {
        return pairs.containsKey(weight);
    }

    /**
     * The matrix that comes first, [rank, inputs], row-major; not to be changed.
     *
     * @throws IllegalArgumentException if the weight is not changed
     */
    public float[] a(String weight) {
        return pair(weight).a();
    }

    /**
     * The matrix that comes second, [outputs, rank], row-major; not to be changed.
     *
     * @throws IllegalArgumentException if the weight is not changed
     */
    public float[] b(String weight) {
        return pair(weight).b();
    }

    private LoraPair pair(String weight) {
        LoraPair pair = pairs.get(weight);
        if (pair == null) {
            throw new IllegalArgumentException("the adapter does not change " + weight);
        }
        return pair;
    }
}
