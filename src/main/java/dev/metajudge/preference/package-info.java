/**
 * Scores of judgments, rewards of responses and verdicts of the meta-judge come in. Preference pairs go out, or the
 * reason why an item makes none, with the rewards and ratings they follow from. Anyone may call; the package is pure
 * and uses none of the others.
 */
@NullMarked
package dev.metajudge.preference;

import org.jspecify.annotations.NullMarked;
