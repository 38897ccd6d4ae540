package dev.metajudge.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.metajudge.UserError;
import dev.metajudge.model.source.ResolvedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand damaged models, the same ones every time: each is refused in one line, or is read to the end. */
class DamagedFilesTest {
    private static final Path MODEL = Path.of("src/test/resources/golden/gguf/tiny-llama-q8_0.gguf");
    /** Metadata and the table of tensors; a change behind it only changes weights. */
    private static final int HEADER = 7_091;

    private static final long[] LENGTHS = {
        0, 1, -1, 31, 255, 65_536, Integer.MAX_VALUE, 1L << 31, 1L << 32, 1L << 61, Long.MAX_VALUE, Long.MIN_VALUE
    };

    @TempDir
    private Path folder;

    @Test
    void aDamagedFileIsRefusedOrRead() throws IOException {
        byte[] sound = Files.readAllBytes(MODEL);
        int refused = 0;
        int runs = 1_000;
        for (int seed = 0; seed < runs; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Path file = folder.resolve("damaged-" + seed % 2 + ".gguf");
            Files.write(file, damaged(sound, random));
            refused += isRefused(file, seed) ? 1 : 0;
        }
        // Most damage to a header is noticed; some of it (a letter of a name nobody reads) cannot be.
        assertThat(refused).isBetween(runs / 3, runs - 1);
    }

    private static boolean isRefused(Path file, int seed) {
        var source = new ResolvedModel(file.toString(), file, 0, "", Optional.empty());
        try (ModelFiles model = ModelFiles.open(source)) {
            for (String name : model.weights().names()) {
                long size = Arrays.stream(model.weights().shape(name)).reduce(1, Math::multiplyExact);
                model.weights().read(name, FloatBuffer.allocate(Math.toIntExact(size)));
            }
            model.tokenizer().decode(model.tokenizer().encode("Hello, 42 <s>", true), true);
            return false;
        } catch (UserError error) {
            assertThat(error).hasMessageStartingWith(file + ": ").hasMessageMatching("[^\\n]{20,900}");
            return true;
        } catch (RuntimeException | Error other) {
            return fail("the file of seed " + seed + " is neither refused nor read", other);
        }
    }

    private static byte[] damaged(byte[] sound, RandomGenerator random) {
        byte[] bytes = sound.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(Math.min(HEADER, bytes.length - 8));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> number(bytes, at, LENGTHS[random.nextInt(LENGTHS.length)]);
                case 3 -> bytes = Arrays.copyOf(bytes, at + 8 + random.nextInt(bytes.length - at - 7));
                default -> bytes = moved(bytes, at, random.nextInt(-16, 17));
            }
        }
        return bytes;
    }

    private static void number(byte[] bytes, int at, long value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
    }

    /** Drops or repeats some bytes, so that everything behind is read at the wrong place. */
    private static byte[] moved(byte[] bytes, int at, int by) {
        int from = Math.max(0, at + by);
        byte[] moved = new byte[at + bytes.length - from];
        System.arraycopy(bytes, 0, moved, 0, at);
        System.arraycopy(bytes, from, moved, at, bytes.length - from);
        return moved;
    }
}
