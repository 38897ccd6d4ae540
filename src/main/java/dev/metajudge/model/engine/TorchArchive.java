package dev.metajudge.model.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive: a stored zip of the program's text and a pickle that gives the module's attributes
 * their first values. The pickle uses protocol 2 and no more opcodes than it needs.
 */
final class TorchArchive {
    private final String program;
    private final Map<String, byte[]> attributes = new LinkedHashMap<>();

    TorchArchive(String program) {
        this.program = program;
        with("training", false);
    }

    TorchArchive with(String name, int value) {
        attributes.put(name, buffer(5).put((byte) 'J').putInt(value).array());
        return this;
    }

    TorchArchive with(String name, boolean value) {
        attributes.put(name, new byte[] {(byte) (value ? 0x88 : 0x89)});
        return this;
    }

    TorchArchive with(String name, double value) {
        attributes.put(
                name,
                buffer(9)
                        .put((byte) 'G')
                        .order(ByteOrder.BIG_ENDIAN)
                        .putDouble(value)
                        .array());
        return this;
    }

    /** An empty list or dictionary; libtorch restores its type from the annotation. */
    TorchArchive withEmpty(String name, String type) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(latin("ctorch.jit._pickle\nrestore_type_tag\n" + (type.startsWith("Dict") ? "}" : "]")));
        out.writeBytes(string(type));
        out.writeBytes(new byte[] {(byte) 0x86, 'R'});
        attributes.put(name, out.toByteArray());
        return this;
    }

    byte[] bytes(String moduleClass) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "program/data.pkl", pickle(moduleClass));
            put(zip, "program/code/__torch__.py", program.getBytes(StandardCharsets.UTF_8));
            put(zip, "program/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "program/version", latin("10\n"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private byte[] pickle(String moduleClass) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2});
        out.writeBytes(latin("c__torch__\n" + moduleClass + "\n)"));
        out.writeBytes(new byte[] {(byte) 0x81, '}', '('});
        attributes.forEach((name, value) -> {
            out.writeBytes(string(name));
            out.writeBytes(value);
        });
        out.writeBytes(latin("ub."));
        return out.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry(name);
        entry.setCrc(crc.getValue());
        entry.setSize(content.length);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return buffer(5 + utf8.length)
                .put((byte) 'X')
                .putInt(utf8.length)
                .put(utf8)
                .array();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
