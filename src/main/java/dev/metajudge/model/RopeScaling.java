package dev.metajudge.model;

import java.util.List;

/** How a rotary embedding's frequencies are changed so that a model reads further than it was first trained to. */
public sealed interface RopeScaling {
    /** As they are. */
    record None() implements RopeScaling {}

    /** Every frequency divided by one factor. */
    record Linear(double factor) implements RopeScaling {
        public Linear {
            positive("factor", factor);
        }
    }

    /**
     * Llama 3.1's: waves longer than original / low are divided by the factor, those shorter than original / high
     * stay, and between the two it passes smoothly from one to the other.
     *
     * @param original the context of the first training
     */
    record Llama3(double factor, double low, double high, int original) implements RopeScaling {
        public Llama3 {
            positive("factor", factor);
            positive("low frequency factor", low);
            positive("original context", original);
            ModelConfig.require(high > low, "the high frequency factor %s must exceed %s".formatted(high, low));
        }
    }

    /** Each frequency divided by a factor of its own, headDim / 2 of them: GGUF's form of {@link Llama3}. */
    record Factors(List<Double> factors) implements RopeScaling {
        public Factors {
            factors = List.copyOf(factors);
            factors.forEach(factor -> positive("factor", factor));
        }
    }

    /**
     * Phi-3's: each frequency divided by a factor of its own, one set for sequences up to the original context and
     * another for longer ones; sine and cosine are multiplied by a magnitude in both cases.
     *
     * @param shorter headDim / 2 factors for sequences of at most {@code original} tokens
     * @param longer headDim / 2 factors for longer ones
     * @param original the context of the first training
     * @param magnitude factor of sine and cosine
     */
    record LongRope(List<Double> shorter, List<Double> longer, int original, double magnitude) implements RopeScaling {
        public LongRope {
            shorter = List.copyOf(shorter);
            longer = List.copyOf(longer);
            shorter.forEach(factor -> positive("factor", factor));
            longer.forEach(factor -> positive("factor", factor));
            positive("original context", original);
            positive("magnitude", magnitude);
        }

        /**
         * sqrt(1 + ln(factor) / ln(original)), 1 when the context was not extended.
         *
         * @param factor how many times longer the context is than the original one
         */
        public static double magnitude(double factor, int original) {
            return factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        }
    }

    private static void positive(String what, double value) {
        ModelConfig.require(
                value > 0 && value < 1e12,
                "the %s of rope scaling must lie between 0 and 1e12, not %s".formatted(what, value));
    }
}
