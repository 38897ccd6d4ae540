/**
 * Text to token ids and back.
 * In come a tokenizer.json, a model folder or GGUF metadata, and text; out go ids, text and the
 * bytes of single tokens. The engine, training, scoring and {@code model.load} call this; the work itself is done by
 * DJL's binding of Hugging Face's tokenizers, which nothing else knows.
 */
@NullMarked
package dev.metajudge.model.tokenizer;

import org.jspecify.annotations.NullMarked;
