package dev.metajudge.train;

/**
 * A linear warm-up, then half a cosine down to zero. Unlike the schedules of Hugging Face's trainers the first step
 * has a rate above zero: step s of w warm-up steps has s/w of the highest.
 *
 * @param highest the rate at the end of the warm-up
 * @param warmup warm-up steps
 * @param steps all steps
 */
record LearningRate(double highest, int warmup, int steps) {
    static LearningRate of(TrainSettings settings, int steps) {
        return new LearningRate(settings.learningRate(), (int) Math.round(settings.warmup() * steps), steps);
    }

    /** The rate of a step, counted from 1. */
    double at(int step) {
        if (step <= warmup) {
            return highest * step / warmup;
        }
        double done = (double) (step - 1 - warmup) / Math.max(1, steps - warmup);
        return highest * (1 + Math.cos(Math.PI * done)) / 2;
    }
}
