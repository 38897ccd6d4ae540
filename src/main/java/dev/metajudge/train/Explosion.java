package dev.metajudge.train;

import dev.metajudge.UserError;
import java.util.List;

/**
 * Stops a training that goes astray: a number that is none, or a loss far above the first step's.
 *
 * @param times a loss may be so many times the first step's, or so high where that is below 1; 0 for any
 */
record Explosion(double times) {
    private static final int NAMED = 64;

    /** @throws UserError naming step and examples, when the figure is no finite number */
    void number(double figure, String name, int step, List<? extends Lesson> lessons) {
        if (!Double.isFinite(figure)) {
            throw astray(step, "the %s of %s is %s".formatted(name, ids(lessons), figure));
        }
    }

    /** @throws UserError naming step and examples, when the loss is too high */
    void loss(double loss, double first, int step, List<? extends Lesson> lessons) {
        double most = times * Math.max(1, first);
        if (times > 0 && loss > most) {
            throw astray(
                    step,
                    "the loss of %s is %.4g, above %.4g, which is explodingLoss = %s times the larger of 1 and the first step's %.4g"
                            .formatted(ids(lessons), loss, most, times, first));
        }
    }

    private static UserError astray(int step, String what) {
        return UserError.input(
                "training went astray at step %d: %s; a lower learningRate may help; with it the same command trains again from the first step"
                        .formatted(step, what));
    }

    private static String ids(List<? extends Lesson> lessons) {
        List<String> ids = lessons.stream().map(Lesson::id).limit(NAMED).toList();
        return ids + (lessons.size() > NAMED ? " and " + (lessons.size() - NAMED) + " more" : "");
    }
}
