/**
 * Files that hold a model: its metadata and its weights.
 * In goes a path; out come checked metadata, a {@link dev.metajudge.model.ModelConfig} and
 * {@link dev.metajudge.model.files.Weights} under their canonical names, or a
 * {@link dev.metajudge.UserError} that names the file, the place and the reason.
 * The way back is here too: {@link dev.metajudge.model.files.FileLayout} and the writers make such files of weights.
 * {@code model.tokenizer}, {@code model.load}, the engine and {@code export} call this.
 */
@NullMarked
package dev.metajudge.model.files;

import org.jspecify.annotations.NullMarked;
