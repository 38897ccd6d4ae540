package dev.metajudge.model;

import dev.metajudge.model.RopeScaling.Factors;
import dev.metajudge.model.RopeScaling.Linear;
import dev.metajudge.model.RopeScaling.Llama3;
import dev.metajudge.model.RopeScaling.LongRope;
import dev.metajudge.model.RopeScaling.None;
import java.util.List;

/**
 * A rotary embedding over whole heads: component i is turned together with component i + headDim / 2, at position p by
 * p times frequency i.
 *
 * @param base frequency i is base^(-2i / headDim) before scaling
 * @param scaling what is done to the frequencies
 */
public record Rope(double base, RopeScaling scaling) {
    public Rope {
        ModelConfig.require(base > 1 && base < 1e12, "the rotary base must lie between 1 and 1e12, not " + base);
    }

    /** Without scaling. */
    public static Rope of(double base) {
        return new Rope(base, new None());
    }

    /**
     * The angle by which each pair turns from one position to the next.
     *
     * @param headDim width of a head
     * @param length tokens of the longest sequence that is to be computed; matters to {@link LongRope} alone
     * @return headDim / 2 frequencies in radians
     */
    public double[] frequencies(int headDim, int length) {
        double[] frequencies = new double[headDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = scaled(Math.pow(base, -2.0 * i / headDim), i, length);
        }
        return frequencies;
    }

    /** What sine and cosine are multiplied by; 1 but for {@link LongRope}. */
    public double magnitude() {
        return scaling instanceof LongRope extended ? extended.magnitude() : 1;
    }

    void check(int headDim) {
        switch (scaling) {
            case Factors(List<Double> factors) -> checkCount(factors, headDim);
            case LongRope extended -> {
                checkCount(extended.shorter(), headDim);
                checkCount(extended.longer(), headDim);
            }
            case None _, Linear _, Llama3 _ -> {}
        }
    }

    private static void checkCount(List<Double> factors, int headDim) {
        ModelConfig.require(
                factors.size() == headDim / 2,
                "rope scaling has %d factors for heads of %d; half as many as that are needed"
                        .formatted(factors.size(), headDim));
    }

    private double scaled(double frequency, int pair, int length) {
        return switch (scaling) {
            case None _ -> frequency;
            case Linear(double factor) -> frequency / factor;
            case Llama3 bands -> banded(frequency, bands);
            case Factors(List<Double> factors) -> frequency / factors.get(pair);
            case LongRope extended ->
                frequency / (length > extended.original() ? extended.longer() : extended.shorter()).get(pair);
        };
    }

    /** How often the wave fits into the original context decides which band the frequency is in. */
    private static double banded(double frequency, Llama3 bands) {
        double turns = bands.original() * frequency / (2 * Math.PI);
        double kept = Math.clamp((turns - bands.low()) / (bands.high() - bands.low()), 0, 1);
        return (1 - kept) * frequency / bands.factor() + kept * frequency;
    }
}
