package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {
    static Stream<String> verbs() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @Test
    void helpNamesTheVerbsExamplesAndExitCodes() {
        var help = CommandLineFixture.run("--help");
        assertThat(help.exit()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("Usage: metajudge ")
                .contains("Examples:\n  metajudge run runs/quickstart.yaml")
                .contains("  5   stopped before the end; the same command goes on");
        assertThat(verbs()).allSatisfy(verb -> assertThat(help.out()).contains("\n  " + verb + " "));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbHasHelpWithExamples(String verb) {
        var help = CommandLineFixture.run(verb, "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .startsWith("Usage: metajudge " + verb)
                .contains("\nExamples:\n  metajudge " + verb)
                .contains("--verbose")
                .doesNotContain("Exit codes");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void versionIsOneNumber() {
        assertThat(CommandLineFixture.run("--version").out()).startsWith("metajudge " + Version.NUMBER + "\n");
        assertThat(CommandLineFixture.run("run", "--version").exit()).isZero();
    }

    @Test
    void aWrongCommandLineIsOneLineWithTheNearestWord() {
        var verb = CommandLineFixture.run("rnu", "x");
        assertThat(verb.exit()).isEqualTo(2);
        assertThat(verb.out()).isEmpty();
        assertThat(verb.err())
                .isEqualTo("metajudge: there is no verb \"rnu\"; did you mean \"run\"?\nSee metajudge --help\n");

        var option = CommandLineFixture.run("run", "x.yaml", "--dry-rnu");
        assertThat(option.exit()).isEqualTo(2);
        assertThat(option.err()).contains("unknown option \"--dry-rnu\"; did you mean \"--dry-run\"?");

        for (var wrong : List.of(new String[] {}, new String[] {"run"}, new String[] {"run", "a", "b"})) {
            var told = CommandLineFixture.run(wrong);
            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.err().lines()).hasSize(2).first().asString().startsWith("metajudge: ");
        }
    }

    @Test
    void aMendableErrorIsOneLineAndVerboseAddsTheTrace() {
        var missing = CommandLineFixture.run("run", "no/such.yaml");
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.err()).isEqualTo("metajudge: there is no recipe no/such.yaml\n");
        assertThat(missing.out()).isEmpty();

        for (var line : List.of(
                List.of("run", "--verbose", "no/such.yaml"),
                List.of("--verbose", "run", "no/such.yaml"),
                List.of("run", "no/such.yaml", "--verbose"))) {
            assertThat(CommandLineFixture.run(line.toArray(String[]::new)).err())
                    .startsWith("metajudge: there is no recipe")
                    .contains("at dev.metajudge.cli.RunCommand");
        }
    }
}
