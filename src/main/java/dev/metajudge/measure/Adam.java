package dev.metajudge.measure;

/** Adam (arXiv 1412.6980) for a handful of parameters: betas 0.9 and 0.999, epsilon 1e-8, no decay. */
final class Adam {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double learningRate;
    private final double[] mean;
    private final double[] square;
    private int steps;

    Adam(double learningRate, int parameters) {
        this.learningRate = learningRate;
        this.mean = new double[parameters];
        this.square = new double[parameters];
    }

    /** Moves the parameters, in place, one step against the gradient. */
    void step(double[] parameters, double[] gradient) {
        steps++;
        double correction1 = 1 - Math.pow(BETA1, steps);
        double correction2 = 1 - Math.pow(BETA2, steps);
        for (int i = 0; i < parameters.length; i++) {
            mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
            square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i] * gradient[i];
            parameters[i] -= learningRate * (mean[i] / correction1) / (Math.sqrt(square[i] / correction2) + EPSILON);
        }
    }
}
