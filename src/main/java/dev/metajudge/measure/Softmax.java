package dev.metajudge.measure;

/** Softmax and its logarithm, safe for logits of any size. */
public final class Softmax {
    private Softmax() {}

    public static double[] of(double[] logits) {
        double[] p = log(logits);
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(p[i]);
        }
        return p;
    }

    static double[] log(double[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - max);
        }
        double[] log = new double[logits.length];
        for (int i = 0; i < log.length; i++) {
            log[i] = logits[i] - max - Math.log(sum);
        }
        return log;
    }
}
