package dev.metajudge.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.model.ModelConfig;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The tiny Llama in GGUF form against the same model as a Hugging Face checkpoint. */
class GgufWeightsTest {
    private static final Path TINY = GgufFileTest.GOLDEN.resolve("tiny-llama-f32.gguf");
    private static final Path CHECKPOINT = Path.of("src/test/resources/golden/tiny-models/llama/model.safetensors");

    @Test
    void namesShapesAndNumbersAreTheCheckpoints() throws IOException {
        var checkpoint = new ReferenceTensors(CHECKPOINT);
        try (Weights weights = open(TINY)) {
            assertThat(weights.names())
                    .hasSize(29)
                    .startsWith("model.embed_tokens.weight", "model.layers.0.input_layernorm.weight")
                    .endsWith("model.norm.weight")
                    .contains("model.layers.2.self_attn.q_proj.weight", "model.layers.1.mlp.down_proj.weight");
            for (String name : weights.names()) {
                assertThat(read(weights, name)).as(name).isEqualTo(checkpoint.floats(name));
            }
            assertThat(weights.shape("model.layers.0.self_attn.k_proj.weight")).containsExactly(32, 64);
            assertThat(weights.shape("model.norm.weight")).containsExactly(64);
        }
    }

    @Test
    void readingGoesOnFromTheTargetsPosition() {
        try (Weights weights = open(TINY)) {
            var target = FloatBuffer.allocate(200);
            weights.read("model.norm.weight", target);
            weights.read("model.layers.0.input_layernorm.weight", target);
            assertThat(target.position()).isEqualTo(128);
            assertThat(target.get(64)).isEqualTo(read(weights, "model.layers.0.input_layernorm.weight")[0]);
        }
    }

    @Test
    void anUnknownNameIsAFaultOfTheCaller() {
        try (Weights weights = open(TINY)) {
            assertThatThrownBy(() -> weights.shape("lm_head.weight")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Weights open(Path path) {
        GgufFile file = GgufFile.open(path);
        ModelConfig config = GgufConfig.read(file);
        return GgufWeights.of(file, config);
    }

    private static float[] read(Weights weights, String name) {
        int size = 1;
        for (long dimension : weights.shape(name)) {
            size *= (int) dimension;
        }
        var target = FloatBuffer.allocate(size);
        weights.read(name, target);
        return target.array();
    }
}
