package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The weights of a GGUF file under their canonical names.
 *
 * <p>GGUF keeps the query and key rows of Llama models with each head's two halves interleaved (row 2i is row i of
 * the first half, row 2i + 1 row i of the second), because its programs turn adjacent pairs; that is undone here. Gemma's norms already have their 1 added there.
 */
public final class GgufWeights implements Weights {
    private final GgufFile file;
    private final Map<String, Stored> weights;

    private record Stored(TensorPlace place, GgufTensor tensor) {}

    private GgufWeights(GgufFile file, Map<String, Stored> weights) {
        this.file = file;
        this.weights = weights;
    }

    /**
     * Finds every weight of the model in the file, which is closed with the result.
     *
     * @throws dev.metajudge.UserError if one is missing, has another shape, or the file has one that the model would
     *     ignore
     */
    public static GgufWeights of(GgufFile file, ModelConfig config) {
        var weights = new LinkedHashMap<String, Stored>();
        Set<String> used = new HashSet<>();
        for (TensorPlace place : GgufPlaces.of(config)) {
            weights.put(place.weight().name(), new Stored(place, find(file, place)));
            used.add(place.stored());
        }
        for (GgufTensor tensor : file.tensors()) {
            if (!used.contains(tensor.name()) && !GgufRope.holds(tensor.name(), config.family())) {
                throw file.metadata()
                        .refuse("tensor %s has no place in a %s model; models with it are not supported"
                                .formatted(tensor.name(), config.family().label()));
            }
        }
        return new GgufWeights(file, weights);
    }

    private static GgufTensor find(GgufFile file, TensorPlace place) {
        GgufTensor tensor = file.tensor(place.stored())
                .orElseThrow(() -> file.metadata().refuse("tensor %s is missing".formatted(place.stored())));
        if (!tensor.shape().equals(place.storedShape())) {
            throw file.metadata()
                    .refuse("tensor %s has the shape %s; the metadata's sizes ask for %s"
                            .formatted(tensor.name(), tensor.shape(), place.storedShape()));
        }
        return tensor;
    }

    @Override
    public List<String> names() {
        return List.copyOf(weights.keySet());
    }

    @Override
    public long[] shape(String name) {
        return stored(name).place.weight().shape().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    @Override
    public void readRows(String name, long first, long rows, FloatBuffer target) {
        Stored stored = stored(name);
        CanonicalWeight weight = stored.place.weight();
        Objects.checkFromIndexSize(first, rows, weight.shape().getFirst());
        if (weight.shape().size() == 1) {
            vector(stored, first, rows, target);
            return;
        }
        GgufFile.checkRoom(stored.tensor.name(), rows * stored.tensor.columns(), target);
        if (stored.place.turnedHeads() == 0) {
            file.readRows(stored.tensor, stored.place.firstRow() + first, rows, target);
            return;
        }
        long headRows = weight.shape().getFirst() / stored.place.turnedHeads();
        for (long row = first; row < first + rows; row++) {
            file.readRows(stored.tensor, storedRow(row, headRows), 1, target);
        }
    }

    /** A vector is one row of the file; of its parts, the first comes with what is before it. */
    private void vector(Stored stored, long first, long rows, FloatBuffer target) {
        FloatBuffer whole = FloatBuffer.allocate(Math.toIntExact(stored.tensor.elements()));
        file.read(stored.tensor, whole);
        GgufFile.checkRoom(stored.tensor.name(), rows, target);
        long from = stored.place.firstElement() + first;
        target.put(whole.array(), Math.toIntExact(from), Math.toIntExact(rows));
    }

    /** Where the file keeps a canonical row: halves of a head lie one after the other there, interleaved here. */
    private static long storedRow(long row, long headRows) {
        long within = row % headRows;
        long half = headRows / 2;
        return row - within + 2 * (within % half) + within / half;
    }

    private Stored stored(String name) {
        Stored stored = weights.get(name);
        if (stored == null) {
            throw new IllegalArgumentException("no weight is named " + name);
        }
        return stored;
    }

    @Override
    public void close() {
        file.close();
    }
}
