package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.engine.RealModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The training verbs on SmolLM2. */
class TrainCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANSWER = "Cheese, as ever, is the answer.";

    @TempDir
    private Path folder;

    @Test
    void aModelLearnsACompletionAndItsFolderIsAModelThatCanBeTrainedOn() throws IOException {
        Path data = folder.resolve("f.jsonl");
        var lines = new ArrayList<String>();
        for (int i = 0; i < 8; i++) {
            lines.add("{\"prompt\": \"What is question number %d?\", \"completion\": \"%s\"}".formatted(i, ANSWER));
        }
        Files.write(data, lines);
        Path m0 = folder.resolve("m0");
        JsonNode first = run(
                "train",
                "sft",
                "--model",
                RealModel.SPEC,
                "--data",
                data.toString(),
                "--out",
                m0.toString(),
                "--epochs",
                "6",
                "--batch",
                "8",
                "--learning-rate",
                "2e-3",
                "--json");
        assertThat(first.get("steps").asInt()).isEqualTo(6);
        assertThat(first.get("loss_last").asDouble())
                .isLessThan(first.get("loss_first").asDouble() / 4);
        assertThat(first.get("tokens_per_second").asDouble()).isPositive();
        assertThat(answer(m0)).isEqualTo(ANSWER);

        Files.write(data, List.of("{\"prompt\": \"Hello.\", \"chosen\": \"Good day.\", \"rejected\": \"Yo.\"}"));
        Path m1 = folder.resolve("m1");
        JsonNode second = run(
                "train",
                "dpo",
                "--model",
                m0.toString(),
                "--data",
                data.toString(),
                "--out",
                m1.toString(),
                "--epochs",
                "1",
                "--learning-rate",
                "1e-5",
                "--json");
        assertThat(second.get("loss_first").asDouble())
                .isCloseTo(Math.log(2), org.assertj.core.api.Assertions.within(1e-4));
        // The second adapter stands on the first, which is not lost.
        assertThat(answer(m1)).isEqualTo(ANSWER);
    }

    @Test
    void alignmentBringsAModelNearerToThePeople() throws IOException {
        Path data = folder.resolve("f.jsonl");
        var lines = new ArrayList<String>();
        for (int i = 0; i < 16; i++) {
            lines.add(
                    "{\"prompt\": \"Is %d a nice number? A) yes B) no\", \"labels\": [\"A\", \"B\"], \"counts\": [%d, %d]}"
                            .formatted(i, 20 + i, 80 - i));
        }
        Files.write(data, lines);
        JsonNode answer = run(
                "align",
                "--model",
                RealModel.SPEC,
                "--train",
                data.toString(),
                "--test",
                data.toString(),
                "--out",
                folder.resolve("aligned").toString(),
                "--epochs",
                "6",
                "--learning-rate",
                "1e-3",
                "--json");
        assertThat(answer.get("kl").asDouble())
                .isLessThan(answer.get("kl_before").asDouble() / 3);
        assertThat(answer.get("accuracy").asDouble()).isEqualTo(1);
        assertThat(answer.get("js").asDouble()).isBetween(0.0, 0.05);
    }

    @Test
    void aFolderThatIsNoAdapterIsNotWrittenTo() throws IOException {
        Path data = folder.resolve("f.jsonl");
        Files.write(data, List.of("{\"prompt\": \"a\", \"completion\": \"b\"}"));
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.write(out.resolve("mine.txt"), List.of("mine"));
        var err = new StringWriter();
        int code = Main.execute(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                "train",
                "sft",
                "--model",
                RealModel.SPEC,
                "--data",
                data.toString(),
                "--out",
                out.toString());
        assertThat(code).isNotZero();
        assertThat(err.toString()).contains("holds something that no training made");
    }

    private String answer(Path model) throws IOException {
        Path prompts = folder.resolve("p.jsonl");
        Path answers = folder.resolve("a.jsonl");
        Files.write(prompts, List.of("{\"id\": \"a\", \"prompt\": \"What is question number 3?\"}"));
        assertThat(Main.execute(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(new StringWriter()),
                        "generate",
                        "--model",
                        model.toString(),
                        "--input",
                        prompts.toString(),
                        "--out",
                        answers.toString(),
                        "--greedy",
                        "--max-tokens",
                        "20"))
                .isZero();
        return JSON.readTree(Files.readString(answers)).get("text").asText();
    }

    private static JsonNode run(String... args) throws IOException {
        var out = new StringWriter();
        assertThat(Main.execute(new PrintWriter(out), new PrintWriter(new StringWriter()), args))
                .isZero();
        return JSON.readTree(out.toString().strip().lines().toList().getLast());
    }
}
