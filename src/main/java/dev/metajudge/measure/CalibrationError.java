package dev.metajudge.measure;

import java.util.OptionalDouble;

/**
 * The expected calibration error: the sum over equal-width bins of n_b/N |mean correct - mean confidence|.
 *
 * @param bins how many
 * @param upperClosed whether a bin border belongs to the bin below it, (lo, hi], or to the one above, [lo, hi)
 */
public record CalibrationError(int bins, boolean upperClosed) {
    public CalibrationError {
        if (bins < 1) {
            throw new IllegalArgumentException("bins must be 1 or more, not " + bins);
        }
    }

    /**
     * The error of confidences; empty without any.
     *
     * @param confidence 0 to 1
     * @param correct whether the claim that the confidence is about was right
     */
    public OptionalDouble of(double[] confidence, boolean[] correct) {
        Check.sameLength(confidence.length, correct.length);
        double[] surplus = new double[bins];
        for (int i = 0; i < confidence.length; i++) {
            double c = confidence[i];
            if (!(c >= 0 && c <= 1)) {
                throw new IllegalArgumentException("confidence " + i + " is " + c + ", not in 0 to 1");
            }
            int bin = (int) (upperClosed ? Math.ceil(c * bins) - 1 : Math.floor(c * bins));
            surplus[Math.clamp(bin, 0, bins - 1)] += (correct[i] ? 1 : 0) - c;
        }
        double error = 0;
        for (double each : surplus) {
            error += Math.abs(each);
        }
        return confidence.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(error / confidence.length);
    }
}
