/**
 * Training in this process. Preference pairs, completions or label counts and a loaded model come in; a LoRA adapter
 * in PEFT's format or whole weights, a record of every step and of every look at held-out examples go out. {@code backend.embedded} calls it; how a pass is computed is the decoder program's business,
 * which pairs make which step, and when to stop, is decided here.
 */
@NullMarked
package dev.metajudge.train;

import org.jspecify.annotations.NullMarked;
