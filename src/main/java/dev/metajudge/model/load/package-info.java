/**
 * A model's file opened for use.
 * In comes a model that {@code model.source} found; out come its configuration, tokenizer, chat format and weights
 * together, with adapters on them if wished, or a description for people. The engine, export and the command line call
 * this.
 */
@NullMarked
package dev.metajudge.model.load;

import org.jspecify.annotations.NullMarked;
