package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {
    @TempDir
    Path home;

    private Path run;

    @BeforeEach
    void aRun() throws IOException {
        System.setProperty("metajudge.installation", home.toString());
        run = Files.createDirectories(home.resolve("runs/night-1"));
        Files.writeString(run.resolve(RunFolder.RECIPE), "");
        Files.createDirectories(home.resolve("runs/no-run"));
    }

    @AfterEach
    void noHome() {
        System.clearProperty("metajudge.installation");
    }

    @Test
    void aRunLiesBesideItsRecipe() {
        var recipe = Path.of("runs/quickstart.yaml");
        assertThat(RunFolder.beside(recipe, RunFolder.nameOf(recipe)).path()).isEqualTo(Path.of("runs/quickstart"));
        assertThat(RunFolder.beside(Path.of("x.yml"), "y").path()).isEqualTo(Path.of("y"));
        assertThat(RunFolder.nameOf(Path.of("a/x.yml"))).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "../x", "-x", " x", "a;b", "x\ny"})
    void aNameStaysInItsFolder(String name) {
        assertThatThrownBy(() -> RunFolder.beside(Path.of("runs/q.yaml"), name))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--name");
    }

    @Test
    void aFolderIsNotTheRecipeItself() {
        assertThatThrownBy(() -> RunFolder.beside(Path.of("runs/recipe"), "recipe"))
                .isInstanceOf(UserError.class);
    }

    @Test
    void aRunIsFoundByNameFolderAndRecipe() {
        for (var name : new String[] {
            "night-1",
            run.toString(),
            run + "/",
            home.resolve("runs/night-1.yaml").toString()
        }) {
            assertThat(RunFolder.named(name).path().toAbsolutePath()).as(name).isEqualTo(run);
        }
        assertThat(RunFolder.all())
                .extracting(RunFolder::name)
                .contains("night-1")
                .doesNotContain("no-run");
    }

    @Test
    void anUnknownRunIsToldWithTheNearest() {
        assertThatThrownBy(() -> RunFolder.named("nigth-1"))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no run \"nigth-1\"; did you mean \"night-1\"?");
        assertThatThrownBy(() -> RunFolder.named("something else"))
                .hasMessageContaining("; there are: ")
                .hasMessageContaining("night-1");
        assertThatThrownBy(() -> RunFolder.named("a\0b")).isInstanceOf(UserError.class);
    }
}
