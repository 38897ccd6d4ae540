package dev.metajudge.config;

import dev.metajudge.backend.Reading;
import dev.metajudge.backend.Sampling;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.backend.server.ServerSettings;
import dev.metajudge.model.Precision;
import java.util.List;

/**
 * A run's recipe: everything that decides its rows. A setting that the file leaves out has the value in
 * {@code defaults.yaml}.
 *
 * @param model where M0 comes from, or its name on a server; for a backend that is a server, weights are put there
 * @param backend where it runs
 * @param url the server's; empty for none, and for Ollama's usual one
 * @param precision number format of the engine
 * @param chatFormat the form of conversations: "auto" for the one that the model's own template means, or one by name
 * @param seed decides every random choice of the run
 * @param roundCount how many rounds
 * @param every the sections as the recipe writes them; what the loop asks of a round is {@link #round}, but some
 *     settings are the same in every round: see {@link RoundEntries#FIXED}
 * @param server how models on servers are called
 * @param serve what becomes of models that rounds make of one on a server
 * @param rounds the sections as they are in round 1, 2, ...; the last one repeats
 */
public record Recipe(
        String model,
        Backend backend,
        String url,
        Precision precision,
        String chatFormat,
        long seed,
        int roundCount,
        RoundSettings every,
        List<RoundSettings> rounds,
        Evaluate evaluate,
        FailOn failOn,
        ServerSettings server,
        Serve serve) {
    /** Of a model in this process. */
    public Recipe(
            String model,
            Precision precision,
            String chatFormat,
            long seed,
            int roundCount,
            RoundSettings every,
            List<RoundSettings> rounds,
            Evaluate evaluate,
            FailOn failOn) {
        this(
                model,
                Backend.EMBEDDED,
                "",
                precision,
                chatFormat,
                seed,
                roundCount,
                every,
                rounds,
                evaluate,
                failOn,
                ServerSettings.USUAL,
                Serve.USUAL);
    }

    public Recipe {
        ModelPlaces.run(model, backend, url);
        Checks.require(roundCount >= 1, "roundCount must be 1 or more, not " + roundCount);
        Checks.require(!rounds.isEmpty(), "rounds needs one entry or more");
        rounds = List.copyOf(rounds);
    }

    /**
     * M0 as a checkpoint's source: weights, or the address of a model on a server. Where {@link #bringsStart} holds, no
     * server knows it by this address, which only tells it from others.
     */
    public String source() {
        return backend.source(model, url);
    }

    /** The weights that rounds train on: M0's own, or those named for a model on a server. */
    public String weights() {
        if (bringsStart()) {
            return model;
        }
        return every.train().model().isEmpty() ? source() : every.train().model();
    }

    /** Whether M0 is weights that a server is to have first. */
    public boolean bringsStart() {
        return backend != Backend.EMBEDDED && ModelPlaces.areWeights(model);
    }

    /** Whether a server is to have what rounds make. */
    public boolean servesRounds() {
        return serve.where() == Serve.Where.SERVER && ServerAddress.is(source());
    }

    /** The address of M0 under a name on its server. */
    public String servedStart(String name) {
        var start = ServerAddress.parse(source());
        return ServerAddress.of(start.kind(), start.base().toString(), name).spec();
    }

    /** The address of a model that a round made, under a name on the server that is to have it. */
    public String servedRound(String name) {
        var start = ServerAddress.parse(source());
        var at = serve.url().isEmpty() ? start.base().toString() : serve.url();
        return ServerAddress.of(start.kind(), at, name).spec();
    }

    /**
     * What holds in a round.
     *
     * @param number from 1
     */
    public RoundSettings round(int number) {
        Checks.require(number >= 1, "rounds are counted from 1, not " + number);
        return rounds.get(Math.min(number, rounds.size()) - 1);
    }

    /** The entries of {@code rounds} that a round uses; the last one stands for itself and the rounds after it. */
    public List<RoundSettings> used() {
        return rounds.subList(0, Math.min(roundCount, rounds.size()));
    }

    /** Whether a round has new prompts written, be it one that is not asked for yet. */
    public boolean writesPrompts() {
        return rounds.stream().anyMatch(round -> round.prompts().generate().on());
    }

    /**
     * The pool of prompts.
     *
     * @param file JSON Lines, relative to the recipe's folder
     * @param perRound how many a round takes
     * @param generate how new ones are written
     */
    public record Prompts(String file, int perRound, Generate generate) {
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
     * @param model who judges, in place of the round's own model: weights or a server's address; empty for none
     * @param template name of the template in prompts/judge
     * @param samples judgments a response (the paper's N)
     * @param batch responses a transaction
     * @param force whether a judgment without a readable score gets one forced
     * @param reward what of a judgment makes its response's reward
     * @param reading for reward lager: how layers before the last are read
     * @param weights for reward lager: file of layer weights, relative to the recipe's folder; empty for uniform ones
     * @param calibration for rewards e-score and lager: file of a calibration; empty for none
     */
    public record Judge(
            String model,
            String template,
            int samples,
            int batch,
            boolean force,
            RewardSource reward,
            Reading reading,
            String weights,
            String calibration,
            Sampling sampling) {
        /** A judge whose layers, where they count, are read with the final norm and weigh the same. */
        public Judge(String template, int samples, int batch, boolean force, RewardSource reward, Sampling sampling) {
            this("", template, samples, batch, force, reward, Reading.NORMED, "", "", sampling);
        }

        /** A judge that is the round's model. */
        public Judge(
                String template,
                int samples,
                int batch,
                boolean force,
                RewardSource reward,
                Reading reading,
                String weights,
                String calibration,
                Sampling sampling) {
            this("", template, samples, batch, force, reward, reading, weights, calibration, sampling);
        }

        public Judge {
            ModelPlaces.role(model);
            Checks.require(
                    weights.isEmpty() || reward == RewardSource.LAGER, "weights are of layers: they need reward lager");
            Checks.require(
                    calibration.isEmpty() || reward != RewardSource.PARSED,
                    "calibration is of expectations: it needs reward e-score or lager");
            Checks.require(samples >= 1, "samples must be 1 or more, not " + samples);
            Checks.require(batch >= 1, "batch must be 1 or more, not " + batch);
        }
    }

    /**
     * How pairs are made of rewards and ratings.
     *
     * @param lengthTier rho of the length control
     * @param maxChosenResponse a chosen response longer than this many characters makes no pair
     * @param maxChosenJudgment the same for a chosen judgment
     * @param dropSameScore whether two judgments with the same score make no pair
     */
    public record Pairs(double lengthTier, int maxChosenResponse, int maxChosenJudgment, boolean dropSameScore) {
        public Pairs {
            Checks.require(lengthTier >= 0 && lengthTier <= 1, "lengthTier must lie in 0 to 1, not " + lengthTier);
            Checks.require(maxChosenResponse >= 1, "maxChosenResponse must be 1 or more, not " + maxChosenResponse);
            Checks.require(maxChosenJudgment >= 1, "maxChosenJudgment must be 1 or more, not " + maxChosenJudgment);
        }
    }

    /**
     * The meta-judge's part.
     *
     * @param model who compares, in place of the round's own model: weights or a server's address; empty for none
     * @param enabled whether judgments are compared, and judge pairs made and trained on
     * @param template name of the template in prompts/meta-judge
     * @param batch pairs of judgments (both orders) a transaction
     * @param force whether a verdict without a readable winner gets one forced
     * @param maxVerdicts most verdicts a prompt; 0 for all pairs of judgments in both orders
     */
    public record Meta(
            String model,
            boolean enabled,
            String template,
            int batch,
            boolean force,
            int maxVerdicts,
            Sampling sampling) {
        /** A meta-judge that is the round's model. */
        public Meta(boolean enabled, String template, int batch, boolean force, int maxVerdicts, Sampling sampling) {
            this("", enabled, template, batch, force, maxVerdicts, sampling);
        }

        public Meta {
            ModelPlaces.role(model);
            Checks.require(batch >= 1, "batch must be 1 or more, not " + batch);
            Checks.require(
                    maxVerdicts == 0 || maxVerdicts >= 2,
                    "maxVerdicts must be 0 (no limit), or 2 or more: one pair in both orders, not " + maxVerdicts);
        }
    }
}
