package dev.metajudge.config;

import dev.metajudge.backend.Reading;
import dev.metajudge.backend.Sampling;
import dev.metajudge.model.Precision;
import dev.metajudge.train.TrainSettings;
import java.util.List;

/**
 * A run's recipe: everything that decides its rows. A setting that the file leaves out has the value in
 * {@code defaults.yaml}.
 *
 * @param model where M0 comes from
 * @param precision number format of the engine
 * @param chatFormat the form of conversations: "auto" for the one that the model's own template means, or one by name
 * @param seed decides every random choice of the run
 * @param rounds how many rounds
 */
public record Recipe(
        String model,
        Precision precision,
        String chatFormat,
        long seed,
        int rounds,
        Prompts prompts,
        Respond respond,
        Judge judge,
        Pairs pairs,
        Meta metaJudge,
        TrainSettings train,
        Evaluate evaluate,
        FailOn failOn) {
    public Recipe {
        Checks.require(!model.isBlank(), "model must not be empty");
        Checks.require(rounds >= 1, "rounds must be 1 or more, not " + rounds);
    }

    /**
     * The pool of prompts.
     *
     * @param file JSON Lines, relative to the recipe's folder
     * @param perRound how many a round takes
     */
    public record Prompts(String file, int perRound) {
        public Prompts {
            Checks.require(!file.isBlank(), "file must not be empty");
            Checks.require(perRound >= 1, "perRound must be 1 or more, not " + perRound);
        }
    }

    /**
     * The actor's part.
     *
     * @param samples responses a prompt (the paper's K)
     * @param batch prompts a transaction
     */
    public record Respond(int samples, int batch, Sampling sampling) {
        public Respond {
            Checks.require(samples >= 2, "samples must be 2 or more, not " + samples);
            Checks.require(batch >= 1, "batch must be 1 or more, not " + batch);
        }
    }

    /**
     * The judge's part.
     *
     * @param template name of the template in prompts/judge
     * @param samples judgments a response (the paper's N)
     * @param batch responses a transaction
     * @param force whether a judgment without a readable score gets one forced
     * @param reward what of a judgment makes its response's reward
     * @param reading for reward lager: how layers before the last are read
     */
    public record Judge(
            String template,
            int samples,
            int batch,
            boolean force,
            RewardSource reward,
            Reading reading,
            Sampling sampling) {
        /** A judge whose layers, where they count, are read with the final norm. */
        public Judge(String template, int samples, int batch, boolean force, RewardSource reward, Sampling sampling) {
            this(template, samples, batch, force, reward, Reading.NORMED, sampling);
        }

        public Judge {
            Checks.require(samples >= 1, "samples must be 1 or more, not " + samples);
            Checks.require(batch >= 1, "batch must be 1 or more, not " + batch);
        }
    }

    /**
     * How pairs are made of rewards and ratings.
     *
     * @param lengthTier rho of the length control, a round; the last one holds for the rounds after it
     * @param maxChosenResponse a chosen response longer than this many characters makes no pair, a round likewise
     * @param maxChosenJudgment the same for a chosen judgment
     * @param dropSameScore whether two judgments with the same score make no pair
     */
    public record Pairs(
            List<Double> lengthTier,
            List<Integer> maxChosenResponse,
            List<Integer> maxChosenJudgment,
            boolean dropSameScore) {
        public Pairs {
            lengthTier = List.copyOf(lengthTier);
            maxChosenResponse = List.copyOf(maxChosenResponse);
            maxChosenJudgment = List.copyOf(maxChosenJudgment);
            Checks.require(!lengthTier.isEmpty(), "lengthTier needs one entry or more");
            Checks.require(!maxChosenResponse.isEmpty(), "maxChosenResponse needs one entry or more");
            Checks.require(!maxChosenJudgment.isEmpty(), "maxChosenJudgment needs one entry or more");
            Checks.require(lengthTier.stream().allMatch(rho -> rho >= 0 && rho <= 1), "lengthTier must lie in 0 to 1");
            Checks.require(
                    maxChosenResponse.stream().allMatch(characters -> characters >= 1),
                    "maxChosenResponse must be 1 or more");
            Checks.require(
                    maxChosenJudgment.stream().allMatch(characters -> characters >= 1),
                    "maxChosenJudgment must be 1 or more");
        }
    }

    /**
     * The meta-judge's part.
     *
     * @param template name of the template in prompts/meta-judge
     * @param batch pairs of judgments (both orders) a transaction
     * @param force whether a verdict without a readable winner gets one forced
     * @param rounds judge pairs are trained on in this many first rounds
     * @param maxVerdicts most verdicts a prompt; 0 for all pairs of judgments in both orders
     */
    public record Meta(String template, int batch, boolean force, int rounds, int maxVerdicts, Sampling sampling) {
        public Meta {
            Checks.require(batch >= 1, "batch must be 1 or more, not " + batch);
            Checks.require(rounds >= 0, "rounds must be 0 or more, not " + rounds);
            Checks.require(
                    maxVerdicts == 0 || maxVerdicts >= 2,
                    "maxVerdicts must be 0 (no limit), or 2 or more: one pair in both orders, not " + maxVerdicts);
        }
    }
}
