package dev.metajudge.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.model.ModelConfig;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointWeightsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/tiny-models");
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "llama, 29",
        "llama3-rope, 21",
        "mistral, 21",
        "qwen2, 26",
        "qwen3, 25",
        "gemma2, 46",
        "gemma3_text, 54",
        "phi3, 21"
    })
    void everyFamilysWeightsAreThere(String model, int count) {
        try (Weights weights = open(GOLDEN.resolve(model))) {
            assertThat(weights.names())
                    .hasSize(count)
                    .startsWith("model.embed_tokens.weight", "model.layers.0.input_layernorm.weight")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theNumbersAreTheFiles() throws IOException {
        var reference = new ReferenceTensors(GOLDEN.resolve("qwen2/model.safetensors"));
        try (Weights weights = open(GOLDEN.resolve("qwen2"))) {
            for (String name : weights.names()) {
                assertThat(read(weights, name)).as(name).isEqualTo(reference.floats(name));
            }
            assertThat(weights.shape("model.layers.1.self_attn.k_proj.bias")).containsExactly(32);
        }
    }

    @Test
    void sixteenBitNumbersBecomeFloats() {
        try (Weights rounded = open(GOLDEN.resolve("qwen2-bf16"));
                Weights exact = open(GOLDEN.resolve("qwen2"))) {
            float[] numbers = read(exact, "model.layers.1.mlp.up_proj.weight");
            for (int i = 0; i < numbers.length; i++) {
                int bits = Float.floatToIntBits(numbers[i]);
                numbers[i] =
                        Float.intBitsToFloat((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000); // nearest, ties even
            }
            assertThat(read(rounded, "model.layers.1.mlp.up_proj.weight")).isEqualTo(numbers);
        }
    }

    @Test
    void shardsAreOneModel() {
        try (Weights shards = open(GOLDEN.resolve("llama3-rope-sharded"));
                Weights one = open(GOLDEN.resolve("llama3-rope"))) {
            assertThat(shards.names()).isEqualTo(one.names());
            for (String name : one.names()) {
                assertThat(read(shards, name)).as(name).isEqualTo(read(one, name));
            }
        }
    }

    /** Rows 0-63 are the queries, 64-95 the keys, 96-127 the values; the gate is above what it gates. */
    @Test
    void fusedProjectionsAreTakenApart() throws IOException {
        var reference = new ReferenceTensors(GOLDEN.resolve("phi3/model.safetensors"));
        float[] fused = reference.floats("model.layers.1.self_attn.qkv_proj.weight");
        float[] gateUp = reference.floats("model.layers.1.mlp.gate_up_proj.weight");
        try (Weights weights = open(GOLDEN.resolve("phi3"))) {
            String layer = "model.layers.1.";
            assertThat(read(weights, layer + "self_attn.q_proj.weight")).isEqualTo(rows(fused, 0, 64));
            assertThat(read(weights, layer + "self_attn.k_proj.weight")).isEqualTo(rows(fused, 64, 96));
            assertThat(read(weights, layer + "self_attn.v_proj.weight")).isEqualTo(rows(fused, 96, 128));
            assertThat(read(weights, layer + "mlp.gate_proj.weight")).isEqualTo(rows(gateUp, 0, 96));
            assertThat(read(weights, layer + "mlp.up_proj.weight")).isEqualTo(rows(gateUp, 96, 192));
            assertThat(weights.shape(layer + "self_attn.v_proj.weight")).containsExactly(32, 64);
        }
    }

    @Test
    void gemmasNormsAreWhatIsMultipliedBy() throws IOException {
        var reference = new ReferenceTensors(GOLDEN.resolve("gemma3_text/model.safetensors"));
        try (Weights weights = open(GOLDEN.resolve("gemma3_text"))) {
            var target = FloatBuffer.allocate(100);
            target.put(7);
            weights.read("model.layers.2.self_attn.q_norm.weight", target);
            float[] stored = reference.floats("model.layers.2.self_attn.q_norm.weight");
            assertThat(target.position()).isEqualTo(17);
            assertThat(target.get(0)).isEqualTo(7);
            assertThat(target.get(3)).isEqualTo(1 + stored[2]);
            assertThat(read(weights, "model.norm.weight")[1])
                    .isEqualTo(1 + reference.floats("model.norm.weight")[1]);
            String matrix = "model.layers.0.mlp.down_proj.weight";
            assertThat(read(weights, matrix)).isEqualTo(reference.floats(matrix));
        }
    }

    @Test
    void anIndexThatLiesIsRefused() throws IOException {
        copy("llama3-rope-sharded");
        String index = Files.readString(folder.resolve(INDEX));
        String first = "model-00001-of-00002.safetensors";
        String second = "model-00002-of-00002.safetensors";
        String norm = "\"model.norm.weight\": \"";
        assertThat(index).contains(norm);
        refuses(
                index.replace(norm + second, norm + first),
                "tensor model.norm.weight is in " + first + ", but it is in");
        refuses(
                index.replace(norm, "\"other.weight\": \"" + first + "\", " + norm),
                "other.weight is in " + first + ", but it is not");
        refuses(
                index.replaceAll("\"model.norm.weight\": \"[^\"]*\",?", "").replaceAll(",\\s*}", "}"),
                "model.norm.weight is in no file");
        refuses(index.replace(second, "../model.safetensors"), "is not a safetensors file's name");
        refuses(index.replace(second, "gone.safetensors"), "gone.safetensors: no such file");
        refuses("{\"weight_map\": {}}", "it names 0 files");
        refuses("{\"weight_map\": 3}", "weight_map must be an object");
        refuses("{}", "it lacks weight_map");
    }

    @Test
    void aMissingOrForeignTensorIsNamed() {
        ModelConfig tied = config("llama");
        ModelConfig untied = new ModelConfig(tied.family(), 3, 64, 4, 2, 16, 96, 288, 512, 10000, 1e-5, false);
        ModelConfig shorter = new ModelConfig(tied.family(), 2, 64, 4, 2, 16, 96, 288, 512, 10000, 1e-5, true);
        ModelConfig wider = new ModelConfig(tied.family(), 3, 64, 4, 2, 16, 128, 288, 512, 10000, 1e-5, true);
        refuses("llama", untied, "tensor lm_head.weight is missing");
        refuses("llama", shorter, "tensor model.layers.2.");
        refuses("llama", wider, "mlp.gate_proj.weight has the shape [96, 64]; config.json asks for [128, 64]");
        refuses(
                "qwen2",
                new ModelConfig(tied.family(), 2, 64, 4, 2, 16, 96, 288, 512, 10000, 1e-6, true),
                "_proj.bias has no place in a llama model");
    }

    @Test
    void aHeadBesideATiedOneIsLeftAlone() {
        ModelConfig config = config("llama3-rope");
        ModelConfig tied = new ModelConfig(config.family(), 2, 64, 4, 2, 16, 96, 288, 512, 10000, 1e-5, true);
        try (Weights weights = CheckpointWeights.of(CheckpointFiles.open(GOLDEN.resolve("llama3-rope")), tied)) {
            assertThat(weights.names()).doesNotContain("lm_head.weight");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"F64", "I64", "U8"})
    void numbersThatAreNoFloatsOfAModelAreRefused(String format) throws IOException {
        int bytes = format.endsWith("64") ? 8 : 1;
        String header = "{\"model.norm.weight\":{\"dtype\":\"%s\",\"shape\":[64],\"data_offsets\":[0,%d]}}"
                .formatted(format, 64 * bytes);
        var file = new byte[8 + header.length() + 64 * bytes];
        file[0] = (byte) header.length();
        System.arraycopy(header.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, file, 8, header.length());
        Files.write(folder.resolve("model-2.safetensors"), file);
        Path whole = GOLDEN.resolve("llama/model.safetensors");
        var writer = new SafetensorsWriter();
        try (SafetensorsFile llama = SafetensorsFile.open(whole)) {
            for (SafetensorsTensor tensor : llama.tensors()) {
                if (!tensor.name().equals("model.norm.weight")) {
                    writer.tensor(tensor.name(), tensor.shape(), SafetensorsFileTest.read(llama, tensor));
                }
            }
            writer.write(folder.resolve("model-1.safetensors"));
            var places = new StringBuilder("{\"weight_map\": {\"model.norm.weight\": \"model-2.safetensors\"");
            llama.tensors().stream()
                    .map(SafetensorsTensor::name)
                    .filter(name -> !name.equals("model.norm.weight"))
                    .forEach(name -> places.append(", \"" + name + "\": \"model-1.safetensors\""));
            Files.writeString(folder.resolve(INDEX), places + "}}");
        }
        CheckpointFiles files = CheckpointFiles.open(folder);
        assertThatThrownBy(() -> CheckpointWeights.of(files, config("llama")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("tensor model.norm.weight is stored as " + format);
        files.close();
    }

    @Test
    void aFolderWithoutSafetensorsIsRefused() throws IOException {
        Files.writeString(folder.resolve("pytorch_model.bin"), "PK");
        assertThatThrownBy(() -> CheckpointFiles.open(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("neither model.safetensors nor");
    }

    private void copy(String model) throws IOException {
        try (var files = Files.list(GOLDEN.resolve(model))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private void refuses(String index, String message) throws IOException {
        Files.writeString(folder.resolve(INDEX), index);
        assertThatThrownBy(() -> CheckpointFiles.open(folder).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    private static void refuses(String model, ModelConfig config, String message) {
        try (CheckpointFiles files = CheckpointFiles.open(GOLDEN.resolve(model))) {
            assertThatThrownBy(() -> CheckpointWeights.of(files, config))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(message);
        }
    }

    private static Weights open(Path folder) {
        return CheckpointWeights.of(CheckpointFiles.open(folder), ConfigJson.read(folder.resolve("config.json")));
    }

    private static ModelConfig config(String model) {
        return ConfigJson.read(GOLDEN.resolve(model).resolve("config.json"));
    }

    private static float[] rows(float[] matrix, int from, int to) {
        return Arrays.copyOfRange(matrix, from * 64, to * 64);
    }

    private static float[] read(Weights weights, String name) {
        long size = Arrays.stream(weights.shape(name)).reduce(1, (a, b) -> a * b);
        var target = FloatBuffer.allocate((int) size);
        weights.read(name, target);
        return target.array();
    }
}
