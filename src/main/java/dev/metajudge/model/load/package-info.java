/**
 * A model's file opened for use.
 * In comes a model that {@code model.source} found; out come its configuration, tokenizer, chat format and weights
 * together, or a description for people. The engine and the command line call this.
 */
@NullMarked
package dev.metajudge.model.load;

import org.jspecify.annotations.NullMarked;
