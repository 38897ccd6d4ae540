package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.Engine;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RecipeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunCommandTest {
    private static final String RECIPE = """
            rounds: 2
            prompts: {file: pool.jsonl, perRound: 3}
            respond: {samples: 3, batch: 2}
            judge: {samples: 2, batch: 4}
            """;

    @TempDir
    Path folder;

    private Path recipe;

    @BeforeEach
    void aRecipe() throws IOException {
        recipe = Files.writeString(folder.resolve("try.yaml"), RECIPE);
        Files.writeString(
                folder.resolve("pool.jsonl"),
                "{\"id\":\"a\",\"prompt\":\"One?\"}\n{\"id\":\"b\",\"prompt\":\"Two?\"}\n{\"id\":\"c\",\"prompt\":\"Three?\"}\n");
    }

    private static Engine parrot(Recipe recipe) {
        return new ParrotEngine(() -> {});
    }

    private CommandLineFixture run(Function<Recipe, Engine> engines, String... more) {
        var out = new StringWriter();
        var err = new StringWriter();
        var arguments = new String[more.length + 1];
        arguments[0] = recipe.toString();
        System.arraycopy(more, 0, arguments, 1, more.length);
        int exit = new CommandLine(
                        new RunCommand(engines, new RateBook(folder.resolve("cache/rates.jsonl"), "a machine")))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((fault, line, parsed) -> Failures.report(fault, false, line.getErr()))
                .execute(arguments);
        return new CommandLineFixture(exit, out.toString(), err.toString());
    }

    @Test
    void aRunEndsWithATableARoundAndWhereEverythingLies() throws IOException {
        var run = run(RunCommandTest::parrot);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches(" +round 1 +round 2"))
                .anyMatch(line -> line.matches("by model +M0 +M1"))
                .anyMatch(line -> line.matches("judgments +\\d+ +\\d+"))
                .anyMatch(line -> line.matches("first loss +0\\.6931 +0\\.6931"))
                .anyMatch(line -> line.matches("last loss +0\\.3466 +0\\.3466"))
                .anyMatch(line -> line.matches("margin accuracy +75% +75%"))
                .anyMatch(line -> line.matches("made +M1 +M2"))
                .contains("Everything lies in " + folder.resolve("try") + ":");
        assertThat(run.err().lines())
                .anyMatch(line -> line.matches("round 1 respond +9/9.*"))
                .anyMatch(line -> line.matches("round 2 train +2/2.*"))
                .noneMatch(line -> line.contains("\r") || line.contains("\u001B"));
        assertThat(RecipeFile.resolved(folder.resolve("try/recipe.yaml")))
                .isEqualTo(RecipeFile.load(recipe, List.of()));
    }

    @Test
    void theSameCommandAgainHasNothingLeftToDo() {
        var first = run(RunCommandTest::parrot);
        var again = run(RunCommandTest::parrot);
        assertThat(again.exit()).isZero();
        assertThat(again.out()).isEqualTo(first.out());
    }

    @Test
    void jsonIsOneObjectOnStandardOutput() throws IOException {
        var run = run(RunCommandTest::parrot, "--json", "--name", "other", "--set", "rounds=1");
        assertThat(run.out().lines()).hasSize(1);
        var json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("name").asText()).isEqualTo("other");
        assertThat(json.get("folder").asText())
                .isEqualTo(folder.resolve("other").toString());
        assertThat(json.get("rounds")).hasSize(1);
        assertThat(json.at("/rounds/0/first_loss").asDouble()).isEqualTo(0.6931);
        assertThat(json.at("/models/0/parent").isNull()).isTrue();
        assertThat(json.at("/models/1/adapter").asText()).startsWith("models/M1");
    }

    @Test
    void aDryRunPlansAndTouchesNothing() throws IOException {
        var plan = run(
                precision -> {
                    throw new AssertionError("no engine is needed");
                },
                "--dry-run",
                "--json");
        assertThat(plan.exit()).isZero();
        assertThat(new ObjectMapper().readTree(plan.out()).get("responses").asInt())
                .isEqualTo(18);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    /**
     * The parrot needs no time and fills nothing, but says that it trains 500 tokens in 0.1 s, 2 steps a round. At most 1
     * token a prompt (4 characters) and 2 x 512 of a response, and of a judgment as many as its prompt and 2 x 384.
     */
    @Test
    void aDryRunSaysHowLongAsFarAsEarlierRunsTell() throws IOException {
        assertThat(run(RunCommandTest::parrot, "--dry-run").out())
                .contains("How long that takes is not known: no run of");
        var slow = new ParrotEngine(() -> {
            try {
                Thread.sleep(600);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(run(recipe -> slow, "--set", "rounds=1").exit()).isZero();
        var json = new ObjectMapper()
                .readTree(run(RunCommandTest::parrot, "--dry-run", "--json").out());
        assertThat(json.get("machine").asText()).isEqualTo("a machine");
        var respond = json.get("stages").get(0);
        assertThat(respond.get("stage").asText()).isEqualTo("respond");
        assertThat(respond.get("tokens").asLong()).isEqualTo(18 * 512);
        assertThat(respond.get("from").asText()).startsWith("run try, 20");
        double likely = 18 * 3 / respond.get("tokens_per_second").asDouble();
        assertThat(respond.get("seconds_likely").asDouble()).isCloseTo(likely, within(1e-6));
        var lines = run(RunCommandTest::parrot, "--dry-run").out();
        assertThat(lines).contains("stage").contains("time at most").contains("on this machine: a machine.");
    }

    @Test
    void measuringTriesTheRecipesOwnWork() throws IOException {
        var json = new ObjectMapper()
                .readTree(run(RunCommandTest::parrot, "--dry-run", "--measure", "--json")
                        .out());
        for (var stage : json.get("stages")) {
            assertThat(stage.get("tokens_per_second").asDouble())
                    .as(stage.toString())
                    .isPositive();
            assertThat(stage.get("from").asText()).startsWith("--measure");
            assertThat(stage.get("seconds_likely").isNull()).isTrue();
        }
        assertThat(json.get("stages").get(3).get("tokens_per_second").asDouble())
                .isEqualTo(5000);
        assertThat(run(RunCommandTest::parrot, "--measure").exit()).isEqualTo(2);
        assertThat(folder.resolve("try")).doesNotExist();
    }

    @Test
    void aRecipeThatWouldMixResultsIsRefusedAndTheRunKeepsItsOwn() throws IOException {
        run(RunCommandTest::parrot, "--set", "rounds=1");
        var before = Files.readString(folder.resolve("try/recipe.yaml"));
        var refused = run(RunCommandTest::parrot, "--set", "judge.samples=4");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("judge.samples: 2");
        assertThat(refused.out()).isEmpty();
        assertThat(folder.resolve("try/recipe.yaml")).content().isEqualTo(before);

        assertThat(run(RunCommandTest::parrot, "--set", "rounds=2").exit()).isZero();
        assertThat(folder.resolve("try/recipe.yaml")).content().contains("roundCount: 2");
    }

    @Test
    void aMissingModelLeavesNoFolder() {
        var missing = run(precision -> {
            throw new UserError(Exit.INPUT, "there is no model x.gguf");
        });
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.err()).isEqualTo("metajudge: there is no model x.gguf\n");
        assertThat(folder.resolve("try")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeMadeIsOneLine() throws IOException {
        Files.writeString(folder.resolve("try"), "a file in the way");
        var told = run(RunCommandTest::parrot);
        assertThat(told.exit()).isEqualTo(3);
        assertThat(told.err().lines()).singleElement().asString().startsWith("metajudge: cannot ");
    }

    @Test
    void badPoolsAndTemplatesAreToldBeforeAnythingRuns() throws IOException {
        Files.writeString(folder.resolve("pool.jsonl"), "not json\n");
        var pool = run(RunCommandTest::parrot);
        assertThat(pool.exit()).isEqualTo(3);
        assertThat(pool.err()).contains("pool.jsonl:1: not JSON");

        var template = run(RunCommandTest::parrot, "--set", "judge.template=additive");
        assertThat(template.exit()).isEqualTo(3);
        assertThat(template.err()).contains("did you mean \"additive-5\"?");
        assertThat(folder.resolve("try")).doesNotExist();
    }

    /** A run whose first batch never ends; the test stops it. */
    static final class Endless {
        public static void main(String[] arguments) {
            var engine = new ParrotEngine(() -> {
                System.out.println("at work");
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            var line = new CommandLine(
                    new RunCommand(precision -> engine, new RateBook(Path.of("no/rates"), "a machine")));
            System.exit(line.execute(arguments));
        }
    }

    /** By TERM: a shell's background jobs, which this may run in, are deaf to INT. The process treats both alike. */
    @Test
    void aRequestToEndStopsItAtOnceWithItsOwnCodeAndTheSameCommandGoesOn() throws Exception {
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        recipe.toString())
                .start();
        try (var out = process.inputReader();
                var err = process.errorReader()) {
            assertThat(out.readLine()).isEqualTo("at work");
            new ProcessBuilder("kill", "-TERM", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(5);
            assertThat(err.lines()).endsWith("metajudge: stopped; the same command goes on");
        } finally {
            process.destroyForcibly();
        }
        assertThat(run(RunCommandTest::parrot).exit()).isZero();
    }
}
