package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.loop.SampledJudgment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgmentsFileTest {
    private static final int UNIT = 3;
    private static final int TOTAL = 8;

    @TempDir
    private Path folder;

    @Test
    void cutAnywhereItHoldsWholeBatchesAndGoesOn() throws IOException {
        Path file = folder.resolve("whole");
        try (var whole = open(file, "work")) {
            whole.add(batch(0, 3));
            whole.add(batch(3, 6));
            whole.add(batch(6, 8));
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length <= bytes.length; length += 7) {
            Path cut = folder.resolve("cut");
            Files.write(cut, java.util.Arrays.copyOf(bytes, length));
            try (var part = open(cut, "work")) {
                int there = part.judgments().size();
                assertThat(there % UNIT == 0 || there == TOTAL).isTrue();
                for (int at = there; at < TOTAL; at += UNIT) {
                    part.add(batch(at, Math.min(at + UNIT, TOTAL)));
                }
                assertThat(part.judgments()).isEqualTo(batch(0, TOTAL));
            }
            assertThat(Files.readAllBytes(cut)).isEqualTo(bytes);
        }
    }

    @Test
    void otherWorkIsRefusedAndKept() throws IOException {
        Path file = folder.resolve("f");
        try (var whole = open(file, "one")) {
            whole.add(batch(0, 3));
            whole.add(batch(3, 6));
        }
        byte[] bytes = Files.readAllBytes(file);
        assertThatThrownBy(() -> new JudgmentsFile(file, "two", 4, 5))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("was begun with another model");
        assertThat(Files.readAllBytes(file)).as("nothing of it is lost").isEqualTo(bytes);
    }

    private static JudgmentsFile open(Path file, String work) {
        return new JudgmentsFile(file, work, UNIT, TOTAL);
    }

    private static List<SampledJudgment> batch(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new SampledJudgment(
                        "r" + i, 1, "näh \"" + i, i % 2 == 0 ? Optional.of(i / 2.0) : Optional.empty(), true, i > 4))
                .toList();
    }
}
