/**
 * LoRA adapters as folders in PEFT's format.
 * In goes a folder, or the matrices that training made; out comes an {@link dev.metajudge.model.adapter.Adapter} with
 * checked matrices under the weights' canonical names, or a folder that is there whole or not at all.
 * The engine, training and export call this.
 */
@NullMarked
package dev.metajudge.model.adapter;

import org.jspecify.annotations.NullMarked;
