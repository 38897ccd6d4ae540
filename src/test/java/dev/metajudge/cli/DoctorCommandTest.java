package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.source.ModelCache;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    Path folder;

    @Test
    void theExitCodeTellsWhetherARunCouldWork() throws IOException {
        var told = CommandLineFixture.run("doctor", "--json");
        var report = new ObjectMapper().readTree(told.out());
        assertThat(told.out().lines()).hasSize(1);
        assertThat(told.exit() == 0).isEqualTo(report.get("works").asBoolean());
        assertThat(report.get("findings")).allSatisfy(finding -> {
            assertThat(finding.get("state").asText()).isIn("ok", "note", "missing");
            assertThat(finding.get("remedy").asText().isEmpty())
                    .isEqualTo(finding.get("state").asText().equals("ok"));
        });
        assertThat(report.findValuesAsText("what")).contains("JDK", "libtorch", "memory", "cache", "models", "pip");
        assertThat(CommandLineFixture.run("doctor").out().lines())
                .anyMatch(line -> line.startsWith("ok       JDK"))
                .last()
                .asString()
                .startsWith("A run can");
    }

    @Test
    void littleMemoryAndLittleRoomAreTold() {
        long gb = 1_000_000_000L;
        assertThat(Machine.memory(16 * gb, 8 * gb).state()).isEqualTo(Finding.State.OK);
        assertThat(Machine.memory(16 * gb, 2 * gb).state()).isEqualTo(Finding.State.NOTE);
        assertThat(Machine.memory(gb, gb / 2).state()).isEqualTo(Finding.State.MISSING);
        assertThat(Machine.room("runs", folder, 3 * gb).state()).isEqualTo(Finding.State.OK);
        assertThat(Machine.room("runs", folder, gb).state()).isEqualTo(Finding.State.NOTE);
        assertThat(Machine.room("runs", folder, gb / 10).state()).isEqualTo(Finding.State.MISSING);
    }

    @Test
    void aFolderThatIsNotThereYetIsLookedForAbove() {
        assertThat(Machine.disk("runs", folder.resolve("a/b/c")).state()).isNotEqualTo(Finding.State.MISSING);
    }

    @Test
    void whatIsFetchedIsNamed() {
        assertThat(Surroundings.models(new ModelCache(folder)).state()).isEqualTo(Finding.State.NOTE);
    }
}
