package dev.metajudge.model.files;

import dev.metajudge.model.quant.SafetensorsFormat;
import java.util.List;

/**
 * One entry of a safetensors header: a tensor and the bytes of the data section that it claims.
 *
 * @param begin of its first byte, counted from the end of the header
 * @param end after its last byte
 */
record SafetensorsSpan(String name, SafetensorsFormat format, List<Long> shape, long begin, long end) {}
