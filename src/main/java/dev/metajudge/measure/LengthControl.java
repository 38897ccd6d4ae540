package dev.metajudge.measure;

import java.util.Optional;

/**
 * A length-controlled win rate (arXiv 2404.04475): how often one model would win over another if their responses were
 * equally long. A logistic model with the difference in length as covariate is fitted to the outcomes,
 *
 * <pre>P(win) = sigmoid(theta + gamma tanh(d / s))</pre>
 *
 * d being the first's length minus the second's and s the root mean square of d, and the rate is what it says at d = 0.
 *
 * <p>Where we differ: the paper divides by the standard deviation, which lets a constant difference pass for none, has a
 * third term for how hard each instruction is (it takes many models on the same instructions to tell), and chooses its
 * penalty by cross-validation. Ours is a fixed small one, a Gaussian prior of precision {@value #PRECISION} on theta and
 * gamma, so that a fit exists also when every outcome is a win or when length alone decides them.
 *
 * @param theta log odds of a win at equal length
 * @param gamma what a much longer response adds to them; 0 when length never differs
 * @param scale s, in the unit of the lengths; 0 when length never differs
 */
public record LengthControl(double theta, double gamma, double scale) {
    static final double PRECISION = 0.01;

    private static final int MOST_STEPS = 100;
    private static final int MOST_HALVINGS = 60;
    private static final double ENOUGH = 1e-10;

    /**
     * Fits the model by maximum a posteriori.
     *
     * @param wins what each comparison came to for the first: 1 won, 0 lost, 0.5 a tie; any share between
     * @param differences length of the first's response minus the second's
     * @return empty without comparisons
     */
    public static Optional<LengthControl> fit(double[] wins, double[] differences) {
        Check.paired(wins, differences);
        for (double win : wins) {
            if (win < 0 || win > 1) {
                throw new IllegalArgumentException("a win is 0 to 1, not " + win);
            }
        }
        if (wins.length == 0) {
            return Optional.empty();
        }
        double scale = rootMeanSquare(differences);
        double[] x = new double[differences.length];
        for (int i = 0; i < x.length && scale > 0; i++) {
            x[i] = Math.tanh(differences[i] / scale);
        }
        double[] fitted = climb(wins, x);
        return Optional.of(new LengthControl(fitted[0], fitted[1], scale));
    }

    /** The chance of a win at equal length, 0 to 1. */
    public double winRate() {
        return sigmoid(theta);
    }

    /** The chance of a win when the first's response is this much longer. */
    public double winRate(double difference) {
        return sigmoid(theta + (scale == 0 ? 0 : gamma * Math.tanh(difference / scale)));
    }

    /** Newton's method; a step that overshoots is halved. The posterior is strictly concave, so there is one top. */
    private static double[] climb(double[] wins, double[] x) {
        double theta = 0;
        double gamma = 0;
        for (int step = 0; step < MOST_STEPS; step++) {
            var slope = Slope.at(theta, gamma, wins, x);
            double determinant = slope.tt * slope.gg - slope.tg * slope.tg;
            double dTheta = (slope.gg * slope.t - slope.tg * slope.g) / determinant;
            double dGamma = (slope.tt * slope.g - slope.tg * slope.t) / determinant;
            double here = posterior(theta, gamma, wins, x);
            double share = 1;
            for (int i = 0; i < MOST_HALVINGS; i++, share /= 2) {
                if (posterior(theta + share * dTheta, gamma + share * dGamma, wins, x) >= here) {
                    break;
                }
            }
            theta += share * dTheta;
            gamma += share * dGamma;
            if (Math.abs(share * dTheta) + Math.abs(share * dGamma) < ENOUGH) {
                break;
            }
        }
        return new double[] {theta, gamma};
    }

    /** Gradient (t, g) of the log posterior and its negated second derivatives (tt, tg, gg). */
    private record Slope(double t, double g, double tt, double tg, double gg) {
        static Slope at(double theta, double gamma, double[] wins, double[] x) {
            double t = -PRECISION * theta;
            double g = -PRECISION * gamma;
            double tt = PRECISION;
            double tg = 0;
            double gg = PRECISION;
            for (int i = 0; i < wins.length; i++) {
                double p = sigmoid(theta + gamma * x[i]);
                double spread = p * (1 - p);
                t += wins[i] - p;
                g += (wins[i] - p) * x[i];
                tt += spread;
                tg += spread * x[i];
                gg += spread * x[i] * x[i];
            }
            return new Slope(t, g, tt, tg, gg);
        }
    }

    private static double posterior(double theta, double gamma, double[] wins, double[] x) {
        double sum = -PRECISION / 2 * (theta * theta + gamma * gamma);
        for (int i = 0; i < wins.length; i++) {
            double z = theta + gamma * x[i];
            sum -= wins[i] * softplus(-z) + (1 - wins[i]) * softplus(z);
        }
        return sum;
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    private static double sigmoid(double z) {
        return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
    }

    private static double rootMeanSquare(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return Math.sqrt(sum / x.length);
    }
}
