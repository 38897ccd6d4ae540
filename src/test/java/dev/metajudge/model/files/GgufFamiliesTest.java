package dev.metajudge.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.UserError;
import dev.metajudge.model.Attention;
import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import dev.metajudge.model.Rope;
import dev.metajudge.model.RopeScaling.LongRope;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every family as GGUF has it against the same model as a Hugging Face checkpoint. */
class GgufFamiliesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/tiny-models");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3-rope", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "phi3"})
    void weightsAreTheCheckpoints(String model) throws IOException {
        try (Weights checkpoint = checkpoint(model);
                Weights weights = weights(open(model, gguf -> gguf))) {
            assertThat(weights.names()).isEqualTo(checkpoint.names());
            for (String name : weights.names()) {
                assertThat(weights.shape(name)).as(name).isEqualTo(checkpoint.shape(name));
                assertThat(read(weights, name)).as(name).isEqualTo(read(checkpoint, name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "phi3"})
    void theShapeIsTheCheckpoints(String model) throws IOException {
        ModelConfig expected = config(model);
        try (GgufFile file = open(model, gguf -> gguf)) {
            assertThat(GgufConfig.read(file)).isEqualTo(asInGguf(expected));
        }
    }

    @Test
    void llama3sScalingIsATensor() throws IOException {
        try (GgufFile file = open("llama3-rope", gguf -> gguf)) {
            assertThat(GgufConfig.read(file).rope(1).frequencies(16, 512))
                    .containsExactly(config("llama3-rope").rope(1).frequencies(16, 512), within(1e-8));
        }
    }

    @Test
    void longRopesFactorsAreTensors() throws IOException {
        var scaling = new LongRope(Collections.nCopies(8, 1.5), Collections.nCopies(8, 4.0), 64, 1.25);
        ModelConfig phi3 = config("phi3");
        var layers = Collections.nCopies(2, new LayerAttention(0, new Rope(10000, scaling)));
        var attention = new Attention(false, false, 0.25, 0, layers);
        ModelConfig extended = with(phi3, attention, phi3.family(), phi3.normEpsilon());
        try (Weights checkpoint = checkpoint("phi3");
                GgufFile file = GgufFile.open(TinyGguf.of(extended, checkpoint).write(folder.resolve("long.gguf")))) {
            assertThat(GgufConfig.read(file).attention().layers()).isEqualTo(layers);
            GgufWeights.of(file, extended);
        }
        refuses(
                "phi3",
                gguf -> gguf.tensor("rope_factors_long.weight", new long[] {8}, new float[8]),
                "only one is there");
        refuses(
                "phi3",
                gguf -> gguf.put("phi3.rope.scaling.original_context_length", 64)
                        .tensor("rope_factors_long.weight", new long[] {3}, new float[] {1, 1, 1})
                        .tensor("rope_factors_short.weight", new long[] {3}, new float[] {1, 1, 1}),
                "3 factors for heads of 16");
    }

    @Test
    void gemma3sPatternMayBeAList() throws IOException {
        try (GgufFile file = open(
                "gemma3_text",
                gguf -> gguf.put("gemma3.attention.sliding_window_pattern", List.of(false, true, true, false)))) {
            assertThat(GgufConfig.read(file).attention().layers())
                    .extracting(LayerAttention::window)
                    .containsExactly(0, 8, 8, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "qwen2, qwen2.expert_count, 4, mixtures of experts",
        "qwen2, qwen2.attention.sliding_window, 4, qwen2.attention.sliding_window is not supported",
        "qwen3, qwen3.rope.scaling.type, yarn, rope scaling of type \"yarn\"",
        "qwen3, qwen3.rope.dimension_count, 12, rope.dimension_count is 12",
        "llama, llama.logit_scale, 2, llama.logit_scale is not supported",
        "gemma3_text, gemma3.vision.block_count, 2, gemma3.vision.block_count is not supported",
        "gemma2, general.architecture, gemma, 'the architecture \"gemma\" is not supported; these are: llama, qwen2'",
        "gemma2, gemma2.block_count, 2000000000, layers must be 1 to 1024",
        "phi3, phi3.rope.scaling.type, longrope, rope scaling of type \"longrope\"",
    })
    void whatCannotBeComputedIsRefusedByName(String model, String key, String value, String message) {
        Object typed = value.matches("\\d+") ? (Object) Integer.valueOf(value) : value;
        refuses(model, gguf -> gguf.put(key, typed), message);
    }

    @Test
    void aTensorWithoutAPlaceIsRefused() {
        refuses(
                "qwen3",
                gguf -> gguf.tensor("rope_freqs.weight", new long[] {1}, new float[1]),
                "rope_freqs.weight has no place");
        refuses(
                "llama",
                gguf -> gguf.tensor("blk.0.attn_q.bias", new long[] {64}, new float[64]),
                "attn_q.bias has no place");
        refuses(
                "gemma3_text",
                gguf -> gguf.put("gemma3.attention.sliding_window_pattern", List.of(true)),
                "describes 1 layers of 4");
        refuses("gemma3_text", gguf -> gguf.remove("gemma3.rope.freq_base"), "lacks gemma3.rope.freq_base");
    }

    private void refuses(String model, UnaryOperator<GgufBuilder> change, String message) {
        assertThatThrownBy(() -> {
                    try (GgufFile file = open(model, change)) {
                        GgufWeights.of(file, GgufConfig.read(file));
                    }
                })
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    /** Real numbers are 32-bit floats there, Mistral is a Llama, and Gemma's query scale is that of the head's size. */
    private static ModelConfig asInGguf(ModelConfig config) {
        Attention attention = config.attention();
        var queries = new Attention(
                attention.inputBias(),
                attention.headNorms(),
                1 / Math.sqrt(config.headDim()),
                attention.softCap(),
                attention.layers());
        Family family = config.family() == Family.MISTRAL ? Family.LLAMA : config.family();
        return with(config, queries, family, (float) config.normEpsilon());
    }

    private static ModelConfig with(ModelConfig config, Attention attention, Family family, double epsilon) {
        return new ModelConfig(
                family,
                config.layers(),
                config.hidden(),
                config.heads(),
                config.kvHeads(),
                config.headDim(),
                config.intermediate(),
                config.vocabulary(),
                config.context(),
                epsilon,
                config.tiedOutput(),
                attention,
                config.postNorms(),
                config.activation(),
                config.embeddingScale(),
                config.finalSoftCap());
    }

    private GgufFile open(String model, UnaryOperator<GgufBuilder> change) throws IOException {
        try (Weights checkpoint = checkpoint(model)) {
            GgufBuilder gguf = change.apply(TinyGguf.of(config(model), checkpoint));
            return GgufFile.open(gguf.write(folder.resolve(model + ".gguf")));
        }
    }

    private static Weights weights(GgufFile file) {
        return GgufWeights.of(file, GgufConfig.read(file));
    }

    private static Weights checkpoint(String model) {
        return CheckpointWeights.of(CheckpointFiles.open(GOLDEN.resolve(model)), config(model));
    }

    private static ModelConfig config(String model) {
        return ConfigJson.read(GOLDEN.resolve(model).resolve("config.json"));
    }

    private static float[] read(Weights weights, String name) {
        long size = Arrays.stream(weights.shape(name)).reduce(1, (a, b) -> a * b);
        var target = FloatBuffer.allocate((int) size);
        weights.read(name, target);
        return target.array();
    }
}
