/**
 * Training in this process. Preference pairs and a loaded model come in; a LoRA adapter in PEFT's format and a record
 * of every step go out. {@code backend.embedded} calls it; how a pass is computed is the decoder program's business,
 * which pairs make which step is decided here.
 */
@NullMarked
package dev.metajudge.train;

import org.jspecify.annotations.NullMarked;
