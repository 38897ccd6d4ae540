package dev.metajudge.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of damaged settings, the same ones every time: each is refused in one line, or read. */
class ConfigFuzzTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/tiny-models");
    private static final int RUNS = 200;
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "-0.0",
            "2147483647",
            "9223372036854775808",
            "0.5",
            "\"\"",
            "\"\\u0000\\n\"",
            "[]",
            "[[]]",
            "{}",
            "[1, \"a\", null]");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama3-rope", "qwen2", "gemma2", "gemma3_text", "phi3"})
    void damagedSettingsAreRefusedOrRead(String model) throws IOException {
        for (String name : List.of("config.json", "config.v4.json")) {
            String sound = Files.readString(GOLDEN.resolve(model).resolve(name));
            int refused = 0;
            for (int seed = 0; seed < RUNS; seed++) {
                RandomGenerator random = new SplittableRandom(seed);
                Path file = folder.resolve("config.json");
                Files.writeString(file, damaged(sound, random), StandardCharsets.ISO_8859_1);
                refused += isRefused(file, seed) ? 1 : 0;
            }
            assertThat(refused).isBetween(RUNS / 4, RUNS - 1);
        }
    }

    private static boolean isRefused(Path file, int seed) {
        try {
            ConfigJson.read(file);
            return false;
        } catch (UserError error) {
            assertThat(error).hasMessageStartingWith(file + ": ").hasMessageMatching("[^\\n]{20,900}");
            return true;
        } catch (RuntimeException | Error other) {
            return fail("the file of seed " + seed + " is neither refused nor read", other);
        }
    }

    /** Most damage is another value for a setting, since that gets past the JSON parser. */
    private static String damaged(String sound, RandomGenerator random) {
        String text = sound;
        for (int i = 0; i <= random.nextInt(3); i++) {
            int at = random.nextInt(text.length());
            text = switch (random.nextInt(6)) {
                case 0 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1);
                case 1 -> text.substring(0, at);
                default -> withOtherValue(text, at, VALUES.get(random.nextInt(VALUES.size())));
            };
            if (text.isEmpty()) {
                return text;
            }
        }
        return text;
    }

    private static String withOtherValue(String text, int after, String value) {
        int colon = text.indexOf(": ", after);
        int end = colon < 0 ? -1 : text.indexOf('\n', colon);
        if (end < 0) {
            return text;
        }
        String comma = text.charAt(end - 1) == ',' ? "," : "";
        return text.substring(0, colon + 2) + value + comma + text.substring(end);
    }
}
