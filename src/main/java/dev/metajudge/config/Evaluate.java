package dev.metajudge.config;

import dev.metajudge.backend.Sampling;
import dev.metajudge.prompt.FieldPath;

/**
 * How M0 and the model that each round made are evaluated: on held-out prompts, by comparing responses, and as judges of
 * what people rated.
 *
 * @param heldOut prompts held out of training and answered; none: nothing is compared
 * @param judge who compares
 * @param template name of the template in prompts/compare-responses
 * @param batch prompts, or pairs of responses (both orders), a transaction
 * @param force whether a choice without a readable winner gets one forced
 * @param responses how held-out prompts are answered
 * @param sampling how choices between two responses are sampled
 * @param judgments how each model judges what people rated, by the template of the recipe's judge
 * @param ratings responses that people rated
 * @param pairwise pairs of responses between which people chose
 */
public record Evaluate(
        HeldOutPrompts heldOut,
        Evaluator judge,
        String template,
        int batch,
        boolean force,
        Sampling responses,
        Sampling sampling,
        Judgments judgments,
        Ratings ratings,
        Pairwise pairwise) {
    public Evaluate {
        Checks.require(batch >= 1, "batch must be 1 or more, not " + batch);
    }

    /** Who judges an evaluation's comparisons. */
    public enum Evaluator {
        /** M0, in every round. */
        BASE,
        /** The model that the round made. */
        LATEST
    }

    /**
     * Judgments of what people rated.
     *
     * @param samples judgments a response
     * @param batch responses a transaction
     * @param force whether a judgment without a readable score gets one forced
     */
    public record Judgments(int samples, int batch, boolean force, Sampling sampling) {
        public Judgments {
            Checks.require(samples >= 1, "samples must be 1 or more, not " + samples);
            Checks.require(batch >= 1, "batch must be 1 or more, not " + batch);
        }
    }

    /**
     * A file of rated responses; each other text names a field, see {@link FieldPath}.
     *
     * @param file JSON Lines or a JSON list, relative to the recipe's folder; empty: none
     * @param limit so many of its rows, drawn by the run's seed; 0 for all
     */
    public record Ratings(String file, int limit, String id, String prompt, String response, String score) {
        public Ratings {
            Checks.require(limit >= 0, "limit must be 0 (all rows) or more, not " + limit);
            field("id", id);
            field("prompt", prompt);
            field("response", response);
            field("score", score);
        }

        public boolean on() {
            return !file.isEmpty();
        }
    }

    /**
     * A file of pairs of responses.
     *
     * @param label whom the person preferred: 1 the first, 2 the second, 0 neither
     * @param choices whether the models also choose directly, by the pairwise template in both orders
     */
    public record Pairwise(
            String file,
            int limit,
            boolean choices,
            String id,
            String prompt,
            String first,
            String second,
            String label) {
        public Pairwise {
            Checks.require(limit >= 0, "limit must be 0 (all rows) or more, not " + limit);
            field("id", id);
            field("prompt", prompt);
            field("first", first);
            field("second", second);
            field("label", label);
        }

        public boolean on() {
            return !file.isEmpty();
        }
    }

    /** Whether models' responses are compared. */
    public boolean compares() {
        return heldOut.any();
    }

    /** Whether models judge what people rated. */
    public boolean judges() {
        return ratings.on() || pairwise.on();
    }

    /** Whether models choose between two responses that people chose between. */
    public boolean chooses() {
        return pairwise.on() && pairwise.choices();
    }

    /** Whether anything is evaluated. */
    public boolean on() {
        return compares() || judges();
    }

    private static void field(String name, String written) {
        Checks.require(FieldPath.isOne(written), name + " must name a field, not \"" + written + "\"");
    }
}
