package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.quant.SafetensorsFormat;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The weights of a Hugging Face checkpoint. Fused projections are taken apart; Gemma's norms, which these files keep
 * as w where x (1 + w) is computed, have the 1 added.
 */
public final class CheckpointWeights implements Weights {
    /** Formats whose numbers are the weights themselves; others need scales that are kept elsewhere. */
    private static final Set<SafetensorsFormat> PLAIN =
            EnumSet.of(SafetensorsFormat.F32, SafetensorsFormat.F16, SafetensorsFormat.BF16);

    private final CheckpointFiles files;
    private final boolean addOne;
    private final Map<String, Stored> weights;

    private record Stored(TensorPlace place, CheckpointFiles.Located located) {}

    private CheckpointWeights(CheckpointFiles files, boolean addOne, Map<String, Stored> weights) {
        this.files = files;
        this.addOne = addOne;
        this.weights = weights;
    }

    /**
     * Finds every weight of the model in its files, which are closed with the result.
     *
     * @throws dev.metajudge.UserError if one is missing, has another shape or is quantised, or there is a tensor that
     *     the model would ignore
     */
    public static CheckpointWeights of(CheckpointFiles files, ModelConfig config) {
        var weights = new LinkedHashMap<String, Stored>();
        Set<String> used = new HashSet<>();
        for (TensorPlace place : CheckpointPlaces.of(config)) {
            weights.put(place.weight().name(), new Stored(place, find(files, place)));
            used.add(place.stored());
        }
        files.tensors().forEach((name, located) -> {
            if (!used.contains(name) && !CheckpointPlaces.isIgnored(name, config)) {
                throw located.file()
                        .refuse(
                                "tensor %s has no place in a %s model with this configuration; models with it are not supported"
                                        .formatted(name, config.family().label()));
            }
        });
        return new CheckpointWeights(files, config.family().isGemma(), weights);
    }

    private static CheckpointFiles.Located find(CheckpointFiles files, TensorPlace place) {
        CheckpointFiles.Located located = files.tensors().get(place.stored());
        if (located == null) {
            throw BadFile.refuse(files.named(), "tensor %s is missing".formatted(place.stored()));
        }
        SafetensorsTensor tensor = located.tensor();
        if (!tensor.shape().equals(place.storedShape())) {
            throw located.file()
                    .refuse("tensor %s has the shape %s; config.json asks for %s"
                            .formatted(tensor.name(), tensor.shape(), place.storedShape()));
        }
        if (!PLAIN.contains(tensor.format())) {
            throw located.file()
                    .refuse("tensor %s is stored as %s; only F32, F16 and BF16 are read as weights"
                            .formatted(tensor.name(), tensor.format()));
        }
        return located;
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
        long columns = weight.elements() / weight.shape().getFirst();
        Objects.checkFromIndexSize(first, rows, weight.shape().getFirst());
        int begin = target.position();
        stored.located
                .file()
                .read(stored.located.tensor(), stored.place.firstElement() + first * columns, rows * columns, target);
        if (addOne && weight.isNorm()) {
            for (int i = begin; i < target.position(); i++) {
                target.put(i, 1 + target.get(i));
            }
        }
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
        files.close();
    }
}
