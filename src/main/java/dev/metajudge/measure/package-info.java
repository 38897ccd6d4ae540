/**
 * Plain arrays of scores, ratings, distributions and layer logits come in. Statistics, their intervals, scores, layer
 * weights, and losses with gradients go out; what the numbers leave undefined is an empty result, never a NaN. Anyone
 * may call; the package is pure and uses none of the others.
 */
@NullMarked
package dev.metajudge.measure;

import org.jspecify.annotations.NullMarked;
