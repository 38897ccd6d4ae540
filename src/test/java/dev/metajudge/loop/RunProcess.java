package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;

/** The command line running a recipe in a process of its own, to be killed. */
final class RunProcess {
    private RunProcess() {}

    /** Runs the recipe; true if it ran to its end, false if it was killed shortly after a line of its output. */
    static boolean until(Path recipe, Predicate<String> last) throws Exception {
        Process process = start(recipe);
        var said = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (last.test(line)) {
                    Thread.sleep(400);
                    process.destroyForcibly().waitFor();
                    return false;
                }
            }
        }
        assertThat(process.waitFor()).as("%s", said).isZero();
        return true;
    }

    static Process start(Path recipe) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dmetajudge.installation=" + Path.of("").toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.metajudge.cli.Main",
                        "run",
                        recipe.toString())
                .redirectErrorStream(true)
                .start();
    }
}
