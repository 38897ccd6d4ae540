/**
 * Preference losses. Summed log-probabilities of one pair under policy and reference come in, with the settings that a
 * recipe's {@code train} section has; the loss's value and its gradient in the policy's sums go out, in doubles. Pure:
 * {@code train} calls it for every pair of a pass, {@code config} and {@code cli} read and check the settings.
 */
@NullMarked
package dev.metajudge.train.loss;

import org.jspecify.annotations.NullMarked;
