package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.Exit;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.RunRow;
import dev.metajudge.store.RunStore;
import dev.metajudge.store.SampleRows;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code status}, {@code sql} and {@code show} on a run's real database. */
class ReadingVerbsTest {
    @TempDir
    Path temp;

    private String run = "";

    private record Said(int exit, String out, String err) {}

    private static Said verb(Object command, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((fault, line, parsed) -> Failures.report(fault, false, line.getErr()))
                .execute(arguments);
        return new Said(exit, out.toString(), err.toString());
    }

    @BeforeEach
    void aRun() throws Exception {
        var folder = temp.resolve("demo");
        try (var store = RunStore.open(folder)) {
            store.write(writer -> writer.insert(SampleRows.all().stream()
                    .map(row -> row instanceof RunRow old
                            ? new RunRow("demo", old.seed(), "{\"roundCount\":2}", "pool", "t1", "t2", "0.1")
                            : row)
                    .toList()));
            store.write(writer ->
                    writer.insert(new PromptRow("evil", 3, "Red \u001b[31m \u202Etxet\nline, with \"quotes\"")));
        }
        Files.writeString(folder.resolve(RunFolder.RECIPE), "rounds: 2\n");
        run = folder.toString();
    }

    @Test
    void statusSaysHowFarEachStageIs() {
        var said = verb(new StatusCommand(), run);
        assertThat(said.out().lines())
                .containsExactly(
                        "run demo: stopped, 1 of 2 rounds done; metajudge run goes on with it",
                        "",
                        "round  stage    done  total  tokens  tokens/s  time",
                        "    1  respond     3      3       9        18  1 s",
                        "    1  train       2      2     800       200  4 s",
                        "round 1: metaJudge.maxVerdicts keeps 2 of 6 verdicts");
        assertThat(said.exit()).isZero();
    }

    @Test
    void statusForAProgramIsOneObject() throws Exception {
        var status = new ObjectMapper()
                .readTree(verb(new StatusCommand(), run, "--json").out());
        assertThat(status.path("state").asText()).isEqualTo("stopped");
        assertThat(status.path("rounds_done").asInt()).isEqualTo(1);
        assertThat(status.path("stages").path(1).path("stage").asText()).isEqualTo("train");
        assertThat(status.path("stages").path(1).path("tokens_per_second").asDouble())
                .isEqualTo(200);
    }

    @Test
    void exportWritesEveryTable() throws Exception {
        var out = temp.resolve("rows");
        var said = verb(new ExportCommand(), "rows", run, "--out", out.toString());
        assertThat(said.err()).isEmpty();
        assertThat(said.exit()).isZero();
        assertThat(said.out()).containsPattern("judgment.jsonl +4").contains("All of it lies in " + out);
        assertThat(Files.readAllLines(out.resolve("rating.jsonl")).getFirst())
                .isEqualTo("{\"judgment\":\"r1.p1.1.j1\",\"round\":1,\"prompt\":\"p1\","
                        + "\"response\":\"r1.p1.1\",\"strength\":-0.5}");
        assertThat(verb(new ExportCommand(), "rows", run, "--out", out.toString())
                        .exit())
                .isEqualTo(3);
    }

    @Test
    void sqlPrintsTables() {
        var said = verb(new SqlCommand(), run, "SELECT id, sample, duplicate_of FROM response ORDER BY id");
        assertThat(said.out().lines())
                .containsExactly(
                        "id       sample  duplicate_of",
                        "r1.p1.1       1  -",
                        "r1.p1.2       2  -",
                        "r1.p1.3       3  r1.p1.1");
    }

    @Test
    void sqlPrintsCsvAsItIs() {
        var said = verb(
                new SqlCommand(),
                run,
                "SELECT id, text, CAST(NULL AS INT) AS none, '' AS blank FROM prompt WHERE id = 'evil'",
                "--format",
                "csv");
        assertThat(said.out())
                .isEqualTo("id,text,none,blank\nevil,\"Red \u001b[31m \u202Etxet\nline, with \"\"quotes\"\"\",,\"\"\n");
    }

    @Test
    void sqlPrintsJsonThatCanBeRead() throws Exception {
        var said = verb(
                new SqlCommand(), run, "SELECT round, mean_reward, made, round FROM round_summary", "--format", "json");
        assertThat(said.out()).isEqualTo("[\n{\"round\":1,\"mean_reward\":4.0,\"made\":\"M1\",\"round_2\":1}\n]\n");
        var none = verb(new SqlCommand(), run, "SELECT id FROM response WHERE id = 'x'", "--format", "json");
        assertThat(new ObjectMapper().readTree(none.out())).isEmpty();
    }

    @Test
    void sqlSaysWhenRowsWereCut() {
        var said =
                verb(new SqlCommand(), run, "SELECT id FROM response ORDER BY id", "--limit", "2", "--format", "csv");
        assertThat(said.out()).isEqualTo("id\nr1.p1.1\nr1.p1.2\n");
        assertThat(said.err()).contains("only the first 2 rows; --limit 0 gives all");
        assertThat(said.exit()).isZero();
    }

    @Test
    void sqlWithoutAQueryListsWhatCanBeAsked() {
        assertThat(verb(new SqlCommand(), run).out())
                .containsPattern("judgment +table +Judgments of responses")
                .containsPattern("worst_prompts +view +Prompts that got worse");
    }

    @Test
    void sqlRefusesToWrite() {
        var said = verb(new SqlCommand(), run, "DELETE FROM response");
        assertThat(said.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(said.err())
                .isEqualTo("metajudge: only queries (SELECT) are allowed; the run's database is read-only\n");
    }

    @Test
    void aPromptIsShownWithAllThatCameOfIt() {
        var said = verb(new ShowCommand(), "prompt", "p1", "--run", run);
        assertThat(said.out())
                .contains("prompt p1\n    | Why is the sky blue?\n")
                .contains("response r1.p1.1 by M0, 8 characters, cut at the token limit, reward 3\n    | Because.\n")
                .contains("response r1.p1.3 by M0, 8 characters, same text as r1.p1.1\n")
                .contains("  judgment r1.p1.1.j1: score 2, forced, {\"1\":0.25,\"2\":0.75}, rating -0.500\n")
                .contains("  judgment r1.p1.2.j2: no score (out of range)\n")
                .contains("  verdict r1.p1.1.v1-2: r1.p1.1.j1 against r1.p1.1.j2, winner r1.p1.1.j2\n")
                .contains("winner nobody (missing)\n")
                .contains("actor pair r1.p1.actor: r1.p1.2 (reward 5.000) over r1.p1.1 (reward 3.000)\n")
                .contains("judge pair r1.p1.judge: r1.p1.1.j2 (rating 0.500) over r1.p1.1.j1 (rating -0.500)\n");
        assertThat(verb(new ShowCommand(), "prompt", "p2", "--run", run).out()).contains("not used by a round yet");
    }

    @Test
    void aPairIsShownWithBothTexts() {
        assertThat(verb(new ShowCommand(), "pair", "r1.p1.actor", "--run", run).out())
                .contains("chosen r1.p1.2\n    | Rayleigh scattering.\n")
                .contains("rejected r1.p1.1\n    | Because.\n");
    }

    @Test
    void whatATextHoldsCannotMoveTheCursor() {
        assertThat(verb(new ShowCommand(), "prompt", "evil", "--run", run).out())
                .contains("    | Red \\u{1b}[31m \\u{202e}txet\n    | line, with")
                .doesNotContain("\u001b");
        assertThat(verb(new SqlCommand(), run, "SELECT text FROM prompt").out())
                .contains("Red \\u{1b}[31m \\u{202e}txet⏎line")
                .doesNotContain("\u001b");
    }

    @Test
    void nearNamesAreSuggested() {
        assertThat(verb(new ShowCommand(), "promt", "p1", "--run", run))
                .isEqualTo(new Said(
                        Exit.USAGE.code(), "", "metajudge: cannot show a \"promt\"; did you mean \"prompt\"?\n"));
        assertThat(verb(new ShowCommand(), "judgment", "r1.p1.1.j9", "--run", run))
                .isEqualTo(new Said(
                        Exit.INPUT.code(),
                        "",
                        "metajudge: run demo has no judgment \"r1.p1.1.j9\"; did you mean \"r1.p1.1.j1\"?\n"));
        assertThat(verb(new ShowCommand(), "pair", "x", "--run", run).err())
                .contains("run demo has no pair \"x\"; ids look like \"r1.p1.actor\"");
    }
}
