package dev.metajudge.store;

/** A judgment's rating: its Bradley-Terry strength among the judgments of its response; they sum to zero. */
public record RatingRow(String judgment, int round, String prompt, String response, double strength) implements Row {}
