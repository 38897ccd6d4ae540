package dev.metajudge.train;

import dev.metajudge.prompt.Message;
import java.util.List;

/**
 * A question that several humans answered with one of some labels.
 *
 * @param id named in messages
 * @param prompt the question
 * @param labels what can be answered, two or more, no two alike
 * @param counts how many humans chose each label, not all zero
 */
public record LabelExample(String id, List<Message> prompt, List<String> labels, List<Double> counts) {
    public LabelExample {
        prompt = List.copyOf(prompt);
        labels = List.copyOf(labels);
        counts = List.copyOf(counts);
        require(labels.size() >= 2 && labels.stream().distinct().count() == labels.size(), "needs labels, two or more");
        require(labels.stream().noneMatch(String::isBlank), "has a label that is blank");
        require(counts.size() == labels.size(), "needs one count a label");
        require(
                counts.stream().allMatch(count -> count >= 0 && Double.isFinite(count))
                        && counts.stream().anyMatch(count -> count > 0),
                "needs counts of zero and above, not all zero");
    }

    /** The humans' shares of the labels. */
    public double[] shares() {
        double all = counts.stream().mapToDouble(Double::doubleValue).sum();
        return counts.stream().mapToDouble(count -> count / all).toArray();
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
