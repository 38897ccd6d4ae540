package dev.metajudge.train;

import dev.metajudge.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lessons that the model can read.
 *
 * @param lessons in the order given, shortened ones among them
 * @param leftOut ids of those left out
 * @param truncated ids of those shortened
 */
record Fitted<L extends Lesson>(List<L> lessons, List<String> leftOut, List<String> truncated) {
    /** Makes a lesson that is too long fit, or says that the rule leaves it out. */
    interface Shortening<L> {
        Optional<L> within(L lesson, int most, TooLong rule);
    }

    /**
     * Applies the rule for lessons that are too long.
     *
     * @param most at most so many tokens of the longest sequence
     * @throws UserError if none fits
     */
    static <L extends Lesson> Fitted<L> of(List<L> lessons, int most, TooLong rule, Shortening<L> shortening) {
        var fitted = new Fitted<L>(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (L lesson : lessons) {
            if (lesson.longest() <= most) {
                fitted.lessons.add(lesson);
                continue;
            }
            Optional<L> shorter = shortening.within(lesson, most, rule);
            shorter.ifPresent(fitted.lessons::add);
            (shorter.isPresent() ? fitted.truncated : fitted.leftOut).add(lesson.id());
        }
        if (fitted.lessons.isEmpty()) {
            throw UserError.input(
                    "none of the %d examples fits in %d tokens (maxTokens, and what the model reads) by the rule tooLong %s"
                            .formatted(lessons.size(), most, rule.label()));
        }
        return fitted;
    }
}
