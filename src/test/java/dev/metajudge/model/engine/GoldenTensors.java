package dev.metajudge.model.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The tensors of a golden.safetensors, whole numbers too, read by a few lines that share nothing with the product. */
final class GoldenTensors {
    private final ByteBuffer bytes;
    private final int start;
    private final JsonNode header;

    private GoldenTensors(ByteBuffer bytes) throws IOException {
        this.bytes = bytes;
        int length = (int) bytes.getLong(0);
        start = 8 + length;
        var text = new byte[length];
        bytes.get(8, text);
        header = new ObjectMapper().readTree(new String(text, StandardCharsets.UTF_8));
    }

    static GoldenTensors open(Path file) throws IOException {
        return new GoldenTensors(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Whole numbers [rows, width]. */
    record Ids(int[] flat, int width) {
        int rows() {
            return flat.length / width;
        }

        int[] row(int row) {
            return Arrays.copyOfRange(flat, row * width, (row + 1) * width);
        }
    }

    Ids ids(String name) {
        JsonNode tensor = header.get(name);
        int width = tensor.get("shape").get(1).intValue();
        var flat = new int[tensor.get("shape").get(0).intValue() * width];
        Arrays.setAll(flat, i -> (int) bytes.getLong(offset(tensor) + 8 * i));
        return new Ids(flat, width);
    }

    /** Hidden states after a layer of one row's real tokens. */
    float[] hidden(String run, int layer, int row, int padding, int hidden) {
        JsonNode tensor = header.get(run + ".hidden_states");
        int rows = tensor.get("shape").get(1).intValue();
        int width = tensor.get("shape").get(2).intValue();
        int first = ((layer * rows + row) * width + padding) * hidden;
        return floats(tensor, first, (width - padding) * hidden);
    }

    float[] logits(String run, int row, int position, int vocabulary) {
        JsonNode tensor = header.get(run + ".logits");
        int width = tensor.get("shape").get(1).intValue();
        return floats(tensor, (row * width + position) * vocabulary, vocabulary);
    }

    private float[] floats(JsonNode tensor, int first, int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = bytes.getFloat(offset(tensor) + 4 * (first + i));
        }
        return numbers;
    }

    private int offset(JsonNode tensor) {
        return start + tensor.get("data_offsets").get(0).intValue();
    }
}
