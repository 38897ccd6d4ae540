/**
 * The decoder as a TorchScript program, and how it is run. A model's config and weights come in; tokens, logits and
 * log-probabilities go out. {@code train} and {@code backend.embedded} call it; nothing else knows that it is libtorch.
 */
@NullMarked
package dev.metajudge.model.engine;

import org.jspecify.annotations.NullMarked;
