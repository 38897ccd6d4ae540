package dev.metajudge.train;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.adapter.LoraPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Where each matrix of a LoRA adapter stands in one flat vector of numbers: layer by layer, for each of the decoder's
 * fused projections first the A of all its adapted parts, then their B. One vector has one gradient, one optimizer state
 * and one checkpoint.
 */
final class LoraLayout {
    private static final String[][] GROUPS = {
        {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"},
        {"self_attn.o_proj"},
        {"mlp.gate_proj", "mlp.up_proj"},
        {"mlp.down_proj"}
    };

    private final ModelConfig config;
    private final int rank;
    private final List<String> targets;
    private final List<Place> places = new ArrayList<>();
    private int size;

    /** A and B of one weight, with where they begin. */
    private record Place(String weight, int inputs, int outputs, int a, int b) {}

    /**
     * Lays an adapter out.
     *
     * @param targets the last parts of the adapted weights' names, of {@link #targets}
     */
    LoraLayout(ModelConfig config, int rank, List<String> targets) {
        this.config = config;
        this.rank = rank;
        this.targets = List.copyOf(targets);
        if (targets.isEmpty() || !targets().containsAll(targets)) {
            throw new IllegalArgumentException("no targets or unknown ones: " + targets);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            for (String[] group : GROUPS) {
                add(
                        "model.layers." + layer + ".",
                        Arrays.stream(group)
                                .filter(name -> targets.contains(last(name)))
                                .toList());
            }
        }
    }

    private void add(String prefix, List<String> group) {
        if (group.isEmpty()) {
            return;
        }
        int inputs = inputs(group.getFirst());
        int a = size;
        size += group.size() * rank * inputs;
        for (String name : group) {
            places.add(new Place(prefix + name + ".weight", inputs, outputs(name), a, size));
            a += rank * inputs;
            size += outputs(name) * rank;
        }
    }

    /** How many numbers the adapter has. */
    int size() {
        return size;
    }

    int rank() {
        return rank;
    }

    /** 1 or 0 for each of {@link #targets}: whether this adapter changes it. */
    double[] flags() {
        return targets().stream()
                .mapToDouble(name -> targets.contains(name) ? 1 : 0)
                .toArray();
    }

    /** The last parts of the names of all linear weights. */
    static List<String> targets() {
        return Arrays.stream(GROUPS).flatMap(Stream::of).map(LoraLayout::last).toList();
    }

    private static String last(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    /** First values as PEFT has them: A uniform within 1/sqrt(inputs), B zero, so that nothing is changed yet. */
    float[] initial(long seed) {
        var random = new SplittableRandom(seed);
        var flat = new float[size];
        for (Place place : places) {
            double bound = 1 / Math.sqrt(place.inputs());
            for (int i = 0; i < rank * place.inputs(); i++) {
                flat[place.a() + i] = (float) random.nextDouble(-bound, bound);
            }
        }
        return flat;
    }

    /** The adapter's matrices by the canonical name of their weight. */
    Map<String, LoraPair> pairs(float[] flat) {
        var pairs = new LinkedHashMap<String, LoraPair>();
        for (Place place : places) {
            pairs.put(
                    place.weight(),
                    new LoraPair(
                            rank,
                            Arrays.copyOfRange(flat, place.a(), place.a() + rank * place.inputs()),
                            Arrays.copyOfRange(flat, place.b(), place.b() + rank * place.outputs())));
        }
        return pairs;
    }

    /** The flat vector of matrices given by the canonical name of their weight. */
    float[] flat(Map<String, LoraPair> pairs) {
        var flat = new float[size];
        for (Place place : places) {
            LoraPair pair = pairs.get(place.weight());
            if (pair == null) {
                throw new IllegalArgumentException("the adapter has no matrices for " + place.weight());
            }
            System.arraycopy(pair.a(), 0, flat, place.a(), pair.a().length);
            System.arraycopy(pair.b(), 0, flat, place.b(), pair.b().length);
        }
        return flat;
    }

    private int inputs(String name) {
        return switch (name) {
            case "self_attn.o_proj" -> config.queryWidth();
            case "mlp.down_proj" -> config.intermediate();
            default -> config.hidden();
        };
    }

    private int outputs(String name) {
        return switch (name) {
            case "self_attn.q_proj" -> config.queryWidth();
            case "self_attn.k_proj", "self_attn.v_proj" -> config.keyWidth();
            case "mlp.gate_proj", "mlp.up_proj" -> config.intermediate();
            default -> config.hidden();
        };
    }
}
