package dev.metajudge.train;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.adapter.LoraPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Where each matrix of a LoRA adapter on all linear layers stands in one flat vector of numbers: layer by layer, for
 * each of the decoder's fused projections first the A of all its parts, then their B. One vector has one gradient, one
 * optimizer state and one checkpoint.
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
    private final List<Place> places = new ArrayList<>();
    private int size;

    /** A and B of one weight, with where they begin. */
    private record Place(String weight, int inputs, int outputs, int a, int b) {}

    LoraLayout(ModelConfig config, int rank) {
        this.config = config;
        this.rank = rank;
        for (int layer = 0; layer < config.layers(); layer++) {
            for (String[] group : GROUPS) {
                add("model.layers." + layer + ".", group);
            }
        }
    }

    private void add(String prefix, String[] group) {
        int inputs = inputs(group[0]);
        int a = size;
        size += group.length * rank * inputs;
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

    /** The last parts of the weights' names. */
    static List<String> targets() {
        return Arrays.stream(GROUPS)
                .flatMap(Arrays::stream)
                .map(name -> name.substring(name.indexOf('.') + 1))
                .toList();
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
