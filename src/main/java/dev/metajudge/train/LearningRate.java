package dev.metajudge.train;

/**
 * A linear warm-up, then half a cosine or a line down to zero, or a constant. Unlike the schedules of Hugging Face's
 * trainers the first step has a rate above zero: step s of w warm-up steps has s/w of the highest.
 *
 * @param schedule how it goes on after the warm-up
 * @param highest the rate at the end of the warm-up
 * @param warmup warm-up steps
 * @param steps all steps
 */
record LearningRate(Schedule schedule, double highest, int warmup, int steps) {
    static LearningRate of(OptimizerSettings settings, int steps) {
        return new LearningRate(
                settings.schedule(), settings.learningRate(), (int) Math.round(settings.warmup() * steps), steps);
    }

    /** The rate of a step, counted from 1. */
    double at(int step) {
        if (step <= warmup) {
            return highest * step / warmup;
        }
        double done = (double) (step - 1 - warmup) / Math.max(1, steps - warmup);
        return switch (schedule) {
            case COSINE -> highest * (1 + Math.cos(Math.PI * done)) / 2;
            case LINEAR -> highest * (1 - done);
            case CONSTANT -> highest;
        };
    }
}
