/**
 * What training adds to a model: LoRA adapters as folders in PEFT's format, or whole weights.
 * In goes a folder, or the numbers that training made; out comes an {@link dev.metajudge.model.adapter.Adapter} with
 * checked matrices under the weights' canonical names, weights that replace the base's, or a folder that is there whole
 * or not at all.
 * The engine, training and export call this.
 */
@NullMarked
package dev.metajudge.model.adapter;

import org.jspecify.annotations.NullMarked;
