package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's weights as the tensors that a file keeps: the way back of {@link GgufWeights} and {@link CheckpointWeights}.
 * Names, fused projections, the order of query and key rows in GGUF, and Gemma's norms without their 1 in a checkpoint
 * are the file's; numbers are asked of the weights when they are written.
 */
public final class FileLayout {
    private FileLayout() {}

    /** The tensors of a GGUF file, without those of rotary embeddings ({@link GgufShape}). */
    public static List<StoredTensor> gguf(ModelConfig config, Weights weights) {
        return tensors(GgufPlaces.of(config), weights, false);
    }

    /** The tensors of a Hugging Face checkpoint. */
    public static List<StoredTensor> checkpoint(ModelConfig config, Weights weights) {
        return tensors(CheckpointPlaces.of(config), weights, config.family().isGemma());
    }

    private static List<StoredTensor> tensors(List<TensorPlace> places, Weights weights, boolean takeOne) {
        Map<String, List<TensorPlace>> byTensor = new LinkedHashMap<>();
        for (TensorPlace place : places) {
            byTensor.computeIfAbsent(place.stored(), stored -> new ArrayList<>())
                    .add(place);
        }
        return byTensor.entrySet().stream()
                .map(entry -> {
                    List<TensorPlace> parts = entry.getValue().stream()
                            .sorted(Comparator.comparingLong(TensorPlace::firstRow))
                            .toList();
                    return new StoredTensor(
                            entry.getKey(),
                            parts.getFirst().storedShape(),
                            (first, rows, target) -> read(parts, weights, takeOne, new Rows(first, rows, target)));
                })
                .toList();
    }

    private record Rows(long first, long rows, FloatBuffer target) {
        /** The part of these rows that a weight has, counted from its own first row. */
        Rows within(TensorPlace place) {
            long begin = Math.max(first, place.firstRow());
            long end = Math.min(
                    first + rows, place.firstRow() + place.weight().shape().getFirst());
            return new Rows(begin - place.firstRow(), end - begin, target);
        }
    }

    private static void read(List<TensorPlace> parts, Weights weights, boolean takeOne, Rows asked) {
        for (TensorPlace place : parts) {
            Rows rows = asked.within(place);
            if (rows.rows > 0) {
                int begin = asked.target.position();
                read(place, weights, rows);
                if (takeOne && place.weight().isNorm()) {
                    for (int i = begin; i < asked.target.position(); i++) {
                        asked.target.put(i, asked.target.get(i) - 1);
                    }
                }
            }
        }
    }

    private static void read(TensorPlace place, Weights weights, Rows rows) {
        String name = place.weight().name();
        if (place.turnedHeads() == 0) {
            weights.readRows(name, rows.first, rows.rows, rows.target);
            return;
        }
        long headRows = place.weight().shape().getFirst() / place.turnedHeads();
        for (long row = rows.first; row < rows.first + rows.rows; row++) {
            weights.readRows(name, canonicalRow(row, headRows), 1, rows.target);
        }
    }

    /** Which row of the weight a turned tensor keeps here: halves of a head are interleaved there. */
    private static long canonicalRow(long row, long headRows) {
        long within = row % headRows;
        return row - within + within % 2 * (headRows / 2) + within / 2;
    }
}
