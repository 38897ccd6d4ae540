package dev.metajudge.backend;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The short answer that a completion must end with, such as "Score: 4" or "Winner: Judgement A". A completion that
 * ends without one can have it forced: the lead is appended and one of the values is drawn from the model's own
 * distribution over them.
 *
 * @param lead the text put before a forced value, with the blank that separates them: "\nScore: "
 * @param values the values allowed, in order: "1" to "5"
 * @param force whether a completion without an answer gets one; if not, only found answers' distributions are read
 * @param reading how layers are read at the value's place; empty if only the distribution is wanted
 * @param finder finds the answer in a completion's text
 */
public record ExpectedAnswer(
        String lead, List<String> values, boolean force, Optional<Reading> reading, Finder finder) {
    /** An answer of which only the distribution is wanted. */
    public ExpectedAnswer(String lead, List<String> values, boolean force, Finder finder) {
        this(lead, values, force, Optional.empty(), finder);
    }

    public ExpectedAnswer {
        values = List.copyOf(values);
        if (values.size() < 2) {
            throw new IllegalArgumentException("an expected answer needs two values or more, not " + values);
        }
    }

    /** Finds the answer in generated text; it never sees the prompt. */
    @FunctionalInterface
    public interface Finder {
        Finding find(String text);
    }

    /** What was found in a completion's text. */
    public sealed interface Finding {
        /** text[lead, value) is the lead as written, text[value, end) is one of the allowed values. */
        record Found(int lead, int value, int end) implements Finding {}

        /** No answer: it may be forced. */
        record Missing() implements Finding {}

        /** An answer that is not allowed ("Score: 45"): stays as it is, never forced. */
        record Refused() implements Finding {}
    }

    /**
     * The model's distribution over the allowed values where the answer's value stands.
     *
     * @param probabilities one a value, in the order of {@link ExpectedAnswer#values()}, summing to 1
     * @param mass the probability that the model would write one of the values at all; 1 - mass is what is missing
     * @param layers what every layer says, if it was asked for and the backend has it
     */
    public record Distribution(List<Double> probabilities, double mass, Optional<LayerLogits> layers) {
        /** A distribution without layers. */
        public Distribution(List<Double> probabilities, double mass) {
            this(probabilities, mass, Optional.empty());
        }

        public Distribution {
            probabilities = List.copyOf(probabilities);
        }

        /**
         * The place of a value drawn at a temperature; at 0 the most probable.
         *
         * @param uniform in [0, 1)
         */
        public int draw(double temperature, double uniform) {
            int best = 0;
            for (int i = 1; i < probabilities.size(); i++) {
                best = probabilities.get(i) > probabilities.get(best) ? i : best;
            }
            if (temperature == 0) {
                return best;
            }
            double largest = probabilities.get(best);
            double[] weights = probabilities.stream()
                    .mapToDouble(x -> Math.pow(x / largest, 1 / temperature))
                    .toArray();
            double left = uniform * Arrays.stream(weights).sum();
            for (int i = 0; i < weights.length; i++) {
                left -= weights[i];
                if (left < 0) {
                    return i;
                }
            }
            return best;
        }
    }
}
