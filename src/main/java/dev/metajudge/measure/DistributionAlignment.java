package dev.metajudge.measure;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The loss that teaches a judge the distribution of human labels (arXiv 2505.12301): alpha KL(p' || q) + (1 - alpha)
 * CE(majority label, q). p are the humans' shares, q the judge's softmax, p' the worst case for q within an L2 ball
 * around p, found by projected gradient ascent on the simplex.
 *
 * @param alpha share of the KL term, 0 to 1
 * @param epsilon radius of the ball; 0 trains on p itself
 * @param stepSize length of an ascent step
 * @param steps how many
 */
public record DistributionAlignment(double alpha, double epsilon, double stepSize, int steps) {
    /** The paper's setting. */
    public static final DistributionAlignment PAPER = new DistributionAlignment(0.8, 0.25, 0.05, 5);

    private static final double SMALLEST = 1e-12;

    public DistributionAlignment {
        if (!(alpha >= 0 && alpha <= 1) || !(epsilon >= 0) || !(stepSize > 0) || steps < 0) {
            throw new IllegalArgumentException("not an alignment: alpha " + alpha + ", epsilon " + epsilon
                    + ", step size " + stepSize + ", steps " + steps);
        }
    }

    /**
     * The loss at one item.
     *
     * @param adversarial p'
     * @param kl KL(p' || q)
     * @param crossEntropy -log q of the majority label
     * @param gradient of the loss by the judge's logits, p' being held
     */
    public record Loss(double value, double kl, double crossEntropy, List<Double> adversarial, List<Double> gradient) {
        public Loss {
            adversarial = List.copyOf(adversarial);
            gradient = List.copyOf(gradient);
        }
    }

    /**
     * Loss and gradient for one item.
     *
     * @param p the humans' shares of the labels; the majority label is the largest, the first of equal ones
     * @param logits the judge's, one a label
     */
    public Loss at(double[] p, double[] logits) {
        Check.sameLength(p.length, logits.length);
        Check.distribution(p);
        Check.finite(logits);
        double[] logQ = Softmax.log(logits);
        double[] q = Softmax.of(logits);
        double[] worst = worstCase(p, logQ);
        int majority = 0;
        double kl = 0;
        for (int i = 0; i < p.length; i++) {
            majority = p[i] > p[majority] ? i : majority;
            kl += worst[i] > 0 ? worst[i] * (Math.log(worst[i]) - logQ[i]) : 0;
        }
        double[] gradient = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            gradient[i] = alpha * (q[i] - worst[i]) + (1 - alpha) * (q[i] - (i == majority ? 1 : 0));
        }
        double crossEntropy = -logQ[majority];
        return new Loss(alpha * kl + (1 - alpha) * crossEntropy, kl, crossEntropy, list(worst), list(gradient));
    }

    /** p' after all steps: each goes up KL's gradient log p' - log q + 1 and back into simplex and ball. */
    private double[] worstCase(double[] p, double[] logQ) {
        double[] worst = p.clone();
        for (int step = 0; step < steps && epsilon > 0; step++) {
            double[] ahead = new double[p.length];
            for (int i = 0; i < p.length; i++) {
                ahead[i] = worst[i] + stepSize * (Math.log(Math.max(worst[i], SMALLEST)) - logQ[i] + 1);
            }
            worst = Simplex.project(ahead, p, epsilon);
        }
        return worst;
    }

    private static List<Double> list(double[] values) {
        return DoubleStream.of(values).boxed().toList();
    }
}
