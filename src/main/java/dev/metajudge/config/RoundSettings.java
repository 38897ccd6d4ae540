package dev.metajudge.config;

import dev.metajudge.train.TrainSettings;

/**
 * The sections of a recipe that a round may change, as they are in one round.
 *
 * @param prompts which prompts are used
 * @param respond the actor's part
 * @param judge the judge's part
 * @param pairs how pairs are made
 * @param metaJudge the meta-judge's part
 * @param train how the round's model is trained
 */
public record RoundSettings(
        Recipe.Prompts prompts,
        Recipe.Respond respond,
        Recipe.Judge judge,
        Recipe.Pairs pairs,
        Recipe.Meta metaJudge,
        TrainSettings train) {}
