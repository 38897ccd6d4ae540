/**
 * What a model is, apart from where it lies and how it runs: its shape, its precision, the adapters on it.
 * In come values that {@code model.files} read out of a model's file; out go records that the engine, training and
 * the store share. Everyone may call.
 */
@NullMarked
package dev.metajudge.model;

import org.jspecify.annotations.NullMarked;
