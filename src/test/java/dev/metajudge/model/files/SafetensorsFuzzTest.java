package dev.metajudge.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.metajudge.UserError;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutated files are read or refused, whatever is wrong with them, and never cost more memory than a sound one. */
public class SafetensorsFuzzTest {
    private static final int FILES = 2000;
    /** For files of some thousand bytes; the first read also loads classes. */
    private static final long MOST_MEMORY = 8 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final List<String> PIECES = List.of(
            "\"F32\"",
            "[",
            "]",
            "{",
            "}",
            "\"x\"",
            "9223372036854775807",
            "-1",
            "1e9",
            "\"dtype\":",
            ",",
            "null",
            "\\u0000");

    @TempDir
    private Path folder;

    @Test
    void aMutatedFileIsReadOrRefused() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20240701);
        List<byte[]> sound = List.of(
                Files.readAllBytes(SafetensorsFileTest.GOLDEN.resolve("all-dtypes.safetensors")),
                Files.readAllBytes(SafetensorsFileTest.GOLDEN.resolve("malformed/valid-base.safetensors")));
        Path path = folder.resolve("mutated.safetensors");
        int read = 0;
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            Files.write(path, mutate(sound.get(i % sound.size()), random));
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                readAll(path);
                read++;
            } catch (UserError error) {
                assertThat(error.getMessage()).startsWith(path + ": ").hasSizeLessThan(1000);
                refused++;
            }
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_MEMORY);
        }
        assertThat(read).isGreaterThan(FILES / 100);
        assertThat(refused).isGreaterThan(FILES / 2);
    }

    private static void readAll(Path path) throws IOException {
        long bytes = Files.size(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (SafetensorsTensor tensor : file.tensors()) {
                assertThat(tensor.elements()).isLessThanOrEqualTo(bytes);
                if (tensor.format().becomesFloats()) {
                    file.read(tensor, FloatBuffer.allocate((int) tensor.elements()));
                }
            }
        }
    }

    /** One to three changes: bits, bytes, digits, pieces of JSON, a cut or longer end. */
    public static byte[] mutate(byte[] sound, RandomGenerator random) {
        byte[] bytes = sound.clone();
        for (int i = random.nextInt(1, 4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 16) : bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(1, 20));
                case 4 -> bytes = overwrite(bytes, at, PIECES.get(random.nextInt(PIECES.size())));
                default -> digit(bytes, random);
            }
        }
        return bytes;
    }

    private static byte[] overwrite(byte[] bytes, int at, String piece) {
        for (int i = 0; i < piece.length() && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) piece.charAt(i);
        }
        return bytes;
    }

    /** Another digit where one is, so that the JSON stays sound and its sizes do not. */
    private static void digit(byte[] bytes, RandomGenerator random) {
        for (int tries = 0; tries < 200; tries++) {
            int at = random.nextInt(bytes.length);
            if (bytes[at] >= '0' && bytes[at] <= '9') {
                bytes[at] = (byte) ('0' + random.nextInt(10));
                return;
            }
        }
    }
}
