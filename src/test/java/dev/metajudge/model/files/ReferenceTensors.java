package dev.metajudge.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the 32-bit float tensors of a safetensors file that the reference scripts wrote. */
public final class ReferenceTensors {
    private final JsonNode header;
    private final ByteBuffer data;

    public ReferenceTensors(Path file) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = new byte[(int) all.getLong()];
        all.get(text);
        header = new ObjectMapper().readTree(text);
        data = all.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    public boolean has(String name) {
        return header.has(name);
    }

    public float[] floats(String name) {
        JsonNode offsets = header.get(name).get("data_offsets");
        int begin = offsets.get(0).asInt();
        float[] floats = new float[(offsets.get(1).asInt() - begin) / 4];
        data.slice(begin, floats.length * 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(floats);
        return floats;
    }
}
