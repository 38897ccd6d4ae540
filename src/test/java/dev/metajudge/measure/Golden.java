package dev.metajudge.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the reference data under golden/. */
final class Golden {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Golden() {}

    static JsonNode json(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    /** A tensor of the file, flat; F32, F64 or I64. */
    static double[] tensor(String file, String tensor) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int header = (int) bytes.getLong();
            JsonNode about = JSON.readTree(new String(bytes.array(), 8, header, StandardCharsets.UTF_8))
                    .get(tensor);
            int start = 8 + header + about.at("/data_offsets/0").asInt();
            int length = about.at("/data_offsets/1").asInt()
                    - about.at("/data_offsets/0").asInt();
            String dtype = about.get("dtype").asText();
            int width = dtype.equals("F32") ? 4 : 8;
            double[] values = new double[length / width];
            for (int i = 0; i < values.length; i++) {
                int at = start + i * width;
                values[i] = switch (dtype) {
                    case "F32" -> bytes.getFloat(at);
                    case "F64" -> bytes.getDouble(at);
                    default -> bytes.getLong(at);
                };
            }
            return values;
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    /** A flat tensor as [items, rows, columns]. */
    static double[][][] cube(double[] flat, int rows, int columns) {
        double[][][] cube = new double[flat.length / (rows * columns)][rows][columns];
        for (int i = 0; i < flat.length; i++) {
            cube[i / (rows * columns)][i / columns % rows][i % columns] = flat[i];
        }
        return cube;
    }
}
