package dev.metajudge.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.backend.Reading;
import dev.metajudge.measure.SpanChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsFileTest {
    private static final ScoreRange FIVE = new ScoreRange(1, 5);

    @TempDir
    private Path folder;

    @Test
    void bothKindsComeBackAsTheyWereWritten() {
        Path file = folder.resolve("w.json");
        var trained = file(new WeightsFile.Tuning(0.5, 0.01, 4, 1, 0, List.of(1.5, 1.25)), null);
        trained.write(file);
        assertThat(WeightsFile.read(file)).isEqualTo(trained);
        var chosen = file(
                null,
                new SpanChoice(
                        1,
                        2,
                        SpanChoice.Criterion.MAE,
                        0.4,
                        List.of(new SpanChoice.Fold(0, 2, 0.3)),
                        List.of(0.2),
                        List.of(0.1)));
        chosen.write(file);
        assertThat(WeightsFile.read(file)).isEqualTo(chosen);
    }

    @Test
    void weightsAreForTheirModelRangeAndReadingAlone() {
        Path at = Path.of("w.json");
        WeightsFile file = file(null, null);
        assertThat(file.of(at, "digest", FIVE, Reading.NORMED).values()).containsExactly(0.25, 0.75);
        assertThatThrownBy(() -> file.of(at, "other", FIVE, Reading.NORMED))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("w.json holds weights for another model (a.gguf)");
        assertThatThrownBy(() -> file.of(at, "digest", new ScoreRange(0, 9), Reading.NORMED))
                .hasMessageContaining("use --range 1-5");
        assertThatThrownBy(() -> file.of(at, "digest", FIVE, Reading.RAW)).hasMessageContaining("use --reading normed");
    }

    @Test
    void whatIsNoSuchFileIsSaidToBe() throws IOException {
        Path file = folder.resolve("w.json");
        assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContaining("there is no file");
        for (String text : List.of("", "[]", "{}", "{\"weights\": [1]}", "{\"wieghts\": [1]}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> WeightsFile.read(file))
                    .as(text)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("no layer weights as score tune writes them");
        }
    }

    private static WeightsFile file(WeightsFile.@Nullable Tuning tuning, @Nullable SpanChoice span) {
        return new WeightsFile(
                "a.gguf", "digest", "1-5", "normed", "hash", "data", 10, List.of(0.25, 0.75), tuning, span);
    }
}
