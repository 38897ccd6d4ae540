/**
 * The number formats that GGUF and safetensors store tensors in, one small class a group of formats.
 * In go a tensor's raw blocks, out come 32-bit floats, bit for bit those of the reference implementation; for a few
 * formats also the other way.
 * {@code model.files} calls this; it knows nothing of files.
 */
@NullMarked
package dev.metajudge.model.quant;

import org.jspecify.annotations.NullMarked;
