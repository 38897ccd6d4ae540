package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig.Family;
import dev.metajudge.model.Rope;
import dev.metajudge.model.RopeScaling;
import dev.metajudge.model.RopeScaling.Factors;
import dev.metajudge.model.RopeScaling.Linear;
import dev.metajudge.model.RopeScaling.LongRope;
import dev.metajudge.model.RopeScaling.None;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rotary embedding of a GGUF file. Llama 3.1's scaling and Phi-3's are not settings there but tensors, with
 * one factor a frequency.
 */
final class GgufRope {
    static final String FACTORS = "rope_freqs.weight";
    static final String SHORTER = "rope_factors_short.weight";
    static final String LONGER = "rope_factors_long.weight";
    private static final int MOST_FACTORS = 1 << 12;
    private static final double DEFAULT_BASE = 10000;

    private final GgufFile file;
    private final GgufSettings settings;

    private GgufRope(GgufFile file, GgufSettings settings) {
        this.file = file;
        this.settings = settings;
    }

    /** Whether a tensor of this name belongs to the rotary embedding of this family's models. */
    static boolean holds(String tensor, Family family) {
        return switch (family) {
            case LLAMA, MISTRAL -> tensor.equals(FACTORS);
            case PHI3 -> tensor.equals(SHORTER) || tensor.equals(LONGER);
            case QWEN2, QWEN3, GEMMA2, GEMMA3 -> false;
        };
    }

    /** The rotary embedding; of Gemma 3 that of the layers that see everything. */
    static Rope read(GgufFile file, GgufSettings settings) {
        double base = settings.family() == Family.GEMMA3
                ? settings.requireReal("rope.freq_base")
                : settings.real("rope.freq_base").orElse(DEFAULT_BASE);
        return new Rope(base, new GgufRope(file, settings).scaling());
    }

    private RopeScaling scaling() {
        RopeScaling named = named();
        Optional<RopeScaling> stored = stored();
        if (stored.isPresent() && named instanceof Linear) {
            throw settings.refuse("rope scaling by one factor and by a tensor at once is not supported");
        }
        return stored.orElse(named);
    }

    private RopeScaling named() {
        Optional<Double> factor = settings.real("rope.scaling.factor");
        String type = settings.text("rope.scaling.type").orElse(factor.isPresent() ? "linear" : "none");
        boolean extended = settings.family() == Family.PHI3 && type.equals("longrope");
        if (type.equals("none") || (extended && file.tensor(LONGER).isPresent())) {
            return new None();
        }
        if (!type.equals("linear")) {
            throw settings.refuse("rope scaling of type \"%s\" is not supported".formatted(type));
        }
        return new Linear(settings.requireReal("rope.scaling.factor"));
    }

    private Optional<RopeScaling> stored() {
        if (holds(FACTORS, settings.family())) {
            return file.tensor(FACTORS).map(tensor -> new Factors(factors(tensor)));
        }
        Optional<GgufTensor> shorter = file.tensor(SHORTER);
        Optional<GgufTensor> longer = file.tensor(LONGER);
        if (!holds(LONGER, settings.family()) || (shorter.isEmpty() && longer.isEmpty())) {
            return Optional.empty();
        }
        if (shorter.isEmpty() || longer.isEmpty()) {
            throw settings.refuse("of the tensors %s and %s only one is there".formatted(SHORTER, LONGER));
        }
        int original = settings.requireSize("rope.scaling.original_context_length");
        double magnitude = settings.real("rope.scaling.attn_factor")
                .orElseGet(
                        () -> LongRope.magnitude((double) settings.requireSize("context_length") / original, original));
        return Optional.of(new LongRope(factors(shorter.get()), factors(longer.get()), original, magnitude));
    }

    private List<Double> factors(GgufTensor tensor) {
        if (tensor.shape().size() != 1 || tensor.elements() > MOST_FACTORS) {
            throw settings.refuse("tensor %s has the shape %s; one factor a frequency is needed"
                    .formatted(tensor.name(), tensor.shape()));
        }
        var numbers = FloatBuffer.allocate((int) tensor.elements());
        file.read(tensor, numbers);
        var factors = new ArrayList<Double>();
        for (float factor : numbers.array()) {
            factors.add((double) factor);
        }
        return factors;
    }
}
