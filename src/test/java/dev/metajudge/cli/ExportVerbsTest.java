package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.Exit;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.store.ModelRow;
import dev.metajudge.store.Row;
import dev.metajudge.store.RunStore;
import dev.metajudge.store.SampleRows;
import dev.metajudge.store.TemplateRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that write models and pairs: what they print, and what they say to what cannot be. */
class ExportVerbsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String TINY =
            GOLDEN.resolve("gguf/tiny-llama-f32.gguf").toString();

    @TempDir
    private Path temp;

    @Test
    void aModelGoesOutInEveryForm() throws IOException {
        for (String form : List.of("gguf", "safetensors", "peft")) {
            Path out = temp.resolve(form);
            var said = CommandLineFixture.run(
                    "export", form, "--model", TINY, "--adapter", adapter(), "--out", out.toString(), "--json");
            assertThat(said.exit()).as(said.err()).isZero();
            JsonNode json = new ObjectMapper().readTree(said.out());
            assertThat(json.path("path").asText()).isEqualTo(out.toString());
            assertThat(json.path("tensors").asInt()).isPositive();
            assertThat(json.path("format").asText()).startsWith(form);
            assertThat(out).exists();
        }
    }

    @Test
    void aRunsModelIsTheLastOrThatOfARound() throws IOException {
        String run = run();
        Path out = temp.resolve("out");
        var last = CommandLineFixture.run("export", "peft", "--run", run, "--out", out.toString());
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(out.resolve("adapter_config.json")).exists();
        var base = CommandLineFixture.run("export", "peft", "--run", run, "--round", "0", "--out", out + "0");
        refused(base, Exit.INPUT, "has no adapter on it");
        var beyond = CommandLineFixture.run("export", "peft", "--run", run, "--round", "7", "--out", out + "7");
        refused(beyond, Exit.INPUT, "no model of round 7; there are M0 (round 0), M1 (round 1)");
        Files.writeString(temp.resolve("demo/models/M1/adapter_config.json"), "{}");
        refused(
                CommandLineFixture.run("export", "peft", "--run", run, "--out", out + "1"),
                Exit.INPUT,
                "adapter_config.json");
    }

    @Test
    void optionsThatContradictEachOtherAreTold() {
        String out = temp.resolve("x").toString();
        refused(CommandLineFixture.run("export", "gguf", "--out", out), Exit.USAGE, "--model M or --run RUN");
        refused(
                CommandLineFixture.run("export", "gguf", "--model", TINY, "--run", "x", "--out", out),
                Exit.USAGE,
                "one of the two");
        refused(
                CommandLineFixture.run("export", "gguf", "--model", TINY, "--round", "1", "--out", out),
                Exit.USAGE,
                "--round goes with --run");
        refused(
                CommandLineFixture.run("export", "gguf", "--model", TINY, "--type", "q4_k", "--out", out),
                Exit.USAGE,
                "--type must be one of f16, q8_0, bf16, f32, not \"q4_k\"");
        refused(
                CommandLineFixture.run("export", "safetensors", "--model", TINY, "--dtype", "int8", "--out", out),
                Exit.USAGE,
                "--dtype must be one of");
        refused(CommandLineFixture.run("export", "trl", "--out", out), Exit.USAGE, "--run RUN or --data");
        refused(
                CommandLineFixture.run("ollama", "push", "x", "--model", TINY, "--url", "localhost"),
                Exit.USAGE,
                "--url must be like http://");
        refused(
                CommandLineFixture.run("ollama", "push", "x", "--model", TINY, "--url", "http://127.0.0.1:1"),
                Exit.BACKEND,
                "no Ollama server answers");
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void pairsGoOutAsConversations() throws IOException {
        String run = run();
        Path out = temp.resolve("pairs.jsonl");
        var said = CommandLineFixture.run("export", "trl", "--run", run, "--kind", "actor", "--out", out.toString());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("1 preference pairs");
        assertThat(out)
                .content()
                .isEqualTo("{\"prompt\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}],"
                        + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"Rayleigh scattering.\"}],"
                        + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"Because.\"}],"
                        + "\"id\":\"r1.p1.actor\",\"kind\":\"actor\"}\n");
        Path again = temp.resolve("again.jsonl");
        var copied = CommandLineFixture.run("export", "trl", "--data", out.toString(), "--out", again.toString());
        assertThat(copied.exit()).as(copied.err()).isZero();
        assertThat(again).content().isEqualTo(Files.readString(out).replace("\"kind\":\"actor\"", "\"kind\":\"data\""));
        refused(
                CommandLineFixture.run("export", "trl", "--run", run, "--round", "9", "--out", temp + "/none.jsonl"),
                Exit.INPUT,
                "has no such pair");
        assertThat(temp.resolve("none.jsonl")).doesNotExist();
    }

    @Test
    void judgePairsNeedTheTemplateAsItWas() throws IOException {
        refused(
                CommandLineFixture.run(
                        "export", "trl", "--run", run(), "--kind", "judge", "--out", temp + "/judge.jsonl"),
                Exit.INPUT,
                "not what the run's judgments were made with");
        assertThat(temp.resolve("judge.jsonl")).doesNotExist();
    }

    @Test
    void tablesAndPairsGoOutAsParquet() throws Exception {
        Path folder = temp.resolve("it's");
        String run = run();
        var said = CommandLineFixture.run("export", "parquet", run, "--out", folder.toString());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(folder.resolve("judgment.jsonl")).doesNotExist();
        try (var duck = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duck.createStatement();
                var rows = statement.executeQuery("SELECT j.score, p.text, m.created_at IS NOT NULL, s.loss FROM '"
                        + temp + "/it''s/judgment.parquet' j, '" + temp + "/it''s/prompt.parquet' p, '" + temp
                        + "/it''s/model.parquet' m, '" + temp
                        + "/it''s/training_step.parquet' s WHERE j.id = 'r1.p1.1.j2'"
                        + " AND p.id = 'p2' AND m.name = 'M1' AND s.step = 2")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getDouble(1)).isEqualTo(4);
            assertThat(rows.getString(2)).isEqualTo("Say \"hi\";\n'now' é\uD83D\uDE00");
            assertThat(rows.getBoolean(3)).isTrue();
            assertThat(rows.getDouble(4)).isEqualTo(0.5);
        }
        refused(
                CommandLineFixture.run("export", "parquet", run, "--pairs", "--out", temp + "/more"),
                Exit.INPUT,
                "not what the run's judgments were made with");
        assertThat(temp.resolve("more")).doesNotExist();
    }

    private static void refused(CommandLineFixture said, Exit exit, String reason) {
        assertThat(said.err()).contains(reason);
        assertThat(said.exit()).isEqualTo(exit.code());
    }

    private static String adapter() {
        return GOLDEN.resolve("dpo/adapter").toString();
    }

    /** The sample rows, with the tiny model as M0 and the golden adapter on it as M1. */
    private String run() throws IOException {
        Path folder = temp.resolve("demo");
        Path made = Files.createDirectories(folder.resolve("models/M1"));
        for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Files.copy(Path.of(adapter()).resolve(name), made.resolve(name));
        }
        var resolver = ModelResolver.ofUser();
        String base = LoadedModel.digest(new Checkpoint(TINY, List.of()), resolver);
        String trained = LoadedModel.digest(new Checkpoint(TINY, List.of(made)), resolver);
        try (var store = RunStore.open(folder)) {
            store.write(writer -> writer.insert(SampleRows.all().stream()
                    .<Row>map(row -> switch (row) {
                        case ModelRow m0 when m0.round() == 0 -> model(m0, Optional.empty(), base);
                        case ModelRow m1 -> model(m1, Optional.of("models/M1"), trained);
                        case TemplateRow judge
                        when judge.role().equals("judge") -> new TemplateRow(judge.hash(), "judge", "additive-5");
                        default -> row;
                    })
                    .toList()));
        }
        Files.writeString(folder.resolve(RunFolder.RECIPE), "rounds: 2\n");
        return folder.toString();
    }

    private static ModelRow model(ModelRow row, Optional<String> adapter, String digest) {
        return ModelRow.here(
                row.name(),
                row.round(),
                row.parent(),
                TINY,
                adapter,
                digest,
                row.adapterDigest(),
                row.pairs(),
                row.leftOut(),
                row.steps());
    }
}
