package dev.metajudge.config;

import dev.metajudge.backend.Sampling;
import java.util.List;

/**
 * How new prompts are written for the pool (after arXiv 2212.10560 and 2401.10020).
 *
 * @param perRound how many new prompts a round adds to the pool before it draws; 0: none
 * @param by whose they are
 * @param template name of the template in prompts/generate
 * @param seeds JSON Lines of the example prompts, relative to the recipe's folder; "" for the pool itself
 * @param batch requests a transaction
 * @param attempts at most so many requests for each prompt wanted
 * @param similarity a prompt whose ROUGE-L with any known prompt is this or more is left out
 * @param minWords a prompt of fewer words is left out
 * @param maxWords a prompt of more words is left out
 * @param keywords a prompt with any of these words is left out
 * @param sampling how tokens are chosen
 */
public record Generate(
        int perRound,
        Author by,
        String template,
        String seeds,
        int batch,
        int attempts,
        double similarity,
        int minWords,
        int maxWords,
        List<String> keywords,
        Sampling sampling) {
    public Generate {
        keywords = List.copyOf(keywords);
        Checks.require(perRound >= 0, "perRound must be 0 or more, not " + perRound);
        Checks.require(batch >= 1, "batch must be 1 or more, not " + batch);
        Checks.require(attempts >= 1, "attempts must be 1 or more, not " + attempts);
        Checks.require(
                similarity > 0 && similarity <= 1, "similarity must be above 0 and at most 1, not " + similarity);
        Checks.require(minWords >= 1, "minWords must be 1 or more, not " + minWords);
        Checks.require(maxWords >= minWords, "maxWords must be minWords or more, not " + maxWords);
        Checks.require(keywords.stream().noneMatch(String::isBlank), "keywords must not be blank");
    }

    /** Who writes prompts. */
    public enum Author {
        /** M0, in every round. */
        BASE,
        /** The model that the round begins with. */
        ROUND
    }

    /** Whether any are written. */
    public boolean on() {
        return perRound > 0;
    }

    /** The most requests of a round. */
    public long mostRequests() {
        return (long) perRound * attempts;
    }
}
