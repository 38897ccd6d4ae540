package dev.metajudge.cli;

import java.util.Optional;

/**
 * How fast a stage was on a machine, with a model, in a precision.
 *
 * @param stage the stage's name
 * @param tokensPerSecond tokens generated, or read in training, a second; what else a batch does counts as time
 * @param fill what share of the tokens that its recipe asked for at most the stage made in the end; empty when nothing
 *     was run to its end
 * @param from where that was seen: {@code run quickstart, 2026-11-25}
 */
record Rate(String stage, double tokensPerSecond, Optional<Double> fill, String from) {}
