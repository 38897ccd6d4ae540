/**
 * How a conversation is written for a model.
 * In come messages and the chat template that a model's file carries; out goes the text, or the token ids, that the
 * template would have produced. Templates are recognised by what they are and never run: one that is not known is
 * refused. The engine and training call this.
 */
@NullMarked
package dev.metajudge.model.chat;

import org.jspecify.annotations.NullMarked;
