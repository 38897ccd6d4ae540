package dev.metajudge.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.model.Activation;
import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import dev.metajudge.model.Rope;
import dev.metajudge.model.RopeScaling.Linear;
import dev.metajudge.model.RopeScaling.Llama3;
import dev.metajudge.model.RopeScaling.LongRope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigJsonTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/tiny-models");
    private static final Rope PLAIN = Rope.of(10000);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama",
                "llama3-rope",
                "llama3-rope-sharded",
                "mistral",
                "qwen2",
                "qwen2-bf16",
                "qwen3",
                "gemma2",
                "gemma3_text",
                "phi3"
            })
    void bothSpellingsSayTheSame(String model) {
        ModelConfig now = ConfigJson.read(GOLDEN.resolve(model).resolve("config.json"));
        assertThat(ConfigJson.read(GOLDEN.resolve(model).resolve("config.v4.json")))
                .isEqualTo(now);
    }

    @Test
    void aLlamaIsPlain() {
        assertThat(read("llama"))
                .isEqualTo(new ModelConfig(Family.LLAMA, 3, 64, 4, 2, 16, 96, 288, 512, 10000, 1e-5, true));
        assertThat(read("llama3-rope").rope(1)).isEqualTo(new Rope(10000, new Llama3(8, 1, 4, 64)));
        assertThat(read("llama3-rope").tiedOutput()).isFalse();
    }

    @Test
    void windowsAreThoseOfTheLayers() {
        assertThat(read("mistral").attention().layers())
                .isEqualTo(Collections.nCopies(2, new LayerAttention(8, PLAIN)));
        assertThat(read("phi3").attention().layers()).isEqualTo(Collections.nCopies(2, new LayerAttention(16, PLAIN)));
        var local = new LayerAttention(8, PLAIN);
        var full = new LayerAttention(0, PLAIN);
        assertThat(read("gemma2").attention().layers()).containsExactly(local, full, local, full);
        var far = new LayerAttention(0, new Rope(1e6, new Linear(8)));
        assertThat(read("gemma3_text").attention().layers()).containsExactly(local, local, far, local);
    }

    @Test
    void familiesHaveTheirOwnBiasesNormsAndCaps() {
        ModelConfig qwen2 = read("qwen2");
        assertThat(qwen2.attention().inputBias()).isTrue();
        assertThat(qwen2.attention().headNorms()).isFalse();
        ModelConfig qwen3 = read("qwen3");
        assertThat(qwen3.attention().inputBias()).isFalse();
        assertThat(qwen3.attention().headNorms()).isTrue();
        assertThat(qwen3.headDim()).isEqualTo(24);
        assertThat(qwen3.activation()).isEqualTo(Activation.SILU);
        ModelConfig gemma2 = read("gemma2");
        assertThat(gemma2.attention().queryScale()).isEqualTo(1 / Math.sqrt(24));
        assertThat(gemma2.attention().softCap()).isEqualTo(4);
        assertThat(gemma2.finalSoftCap()).isEqualTo(6);
        assertThat(gemma2.embeddingScale()).isEqualTo(Math.sqrt(72));
        assertThat(gemma2.postNorms()).isTrue();
        assertThat(gemma2.activation()).isEqualTo(Activation.GELU_TANH);
        ModelConfig gemma3 = read("gemma3_text");
        assertThat(gemma3.attention().headNorms()).isTrue();
        assertThat(gemma3.attention().softCap()).isZero();
        assertThat(gemma3.finalSoftCap()).isZero();
    }

    @Test
    void longRopeIsReadFromBothSpellings() throws IOException {
        List<Double> shorter = Collections.nCopies(8, 1.5);
        List<Double> longer = Collections.nCopies(8, 4.0);
        String factors = "\"short_factor\": %s, \"long_factor\": %s".formatted(shorter, longer);
        var expected = new Rope(10000, new LongRope(shorter, longer, 64, Math.sqrt(1.5))); // 512 = 64 x 8, 64 = 8^2
        assertThat(changed(
                                "phi3",
                                "config.v4.json",
                                "\"original_max_position_embeddings\": 512,\n  \"rope_scaling\": null",
                                "\"original_max_position_embeddings\": 64, \"rope_scaling\": {\"type\": \"su\", "
                                        + factors + "}")
                        .rope(0))
                .isEqualTo(expected);
        assertThat(changed(
                                "phi3",
                                "config.json",
                                "\"rope_type\": \"default\"",
                                "\"rope_type\": \"longrope\", \"original_max_position_embeddings\": 64, " + factors)
                        .rope(1))
                .isEqualTo(expected);
    }

    @Test
    void whatAFileLeavesOutIsWhatTheReferenceTakes() throws IOException {
        ModelConfig llama = changed("llama", "config.v4.json", "  \"rope_theta\": 10000.0,\n", "");
        assertThat(llama.ropeBase()).isEqualTo(10000);
        assertThat(changed("llama", "config.v4.json", "  \"tie_word_embeddings\": true,\n", "")
                        .tiedOutput())
                .isFalse();
        assertThat(changed("gemma2", "config.v4.json", "  \"tie_word_embeddings\": true,\n", "")
                        .tiedOutput())
                .isTrue();
        assertThat(changed("gemma2", "config.v4.json", "  \"final_logit_softcapping\": 6.0,\n", "")
                        .finalSoftCap())
                .isEqualTo(30);
        assertThat(changed(
                                "gemma2",
                                "config.v4.json",
                                "\"final_logit_softcapping\": 6.0",
                                "\"final_logit_softcapping\": null")
                        .finalSoftCap())
                .isZero();
        assertThat(changed("mistral", "config.v4.json", "\"sliding_window\": 8", "\"sliding_window\": null")
                        .window(0))
                .isZero();
        assertThat(changed("mistral", "config.v4.json", "  \"sliding_window\": 8,\n", "")
                        .window(0))
                .isEqualTo(4096);
    }

    @Test
    void qwensWindowNeedsToBeSwitchedOn() throws IOException {
        String classic = "\"use_sliding_window\": %s,\n  \"sliding_window\": %s,\n  \"max_window_layers\": %d";
        String before = classic.formatted("false", "null", 2);
        ModelConfig off = changed("qwen2", "config.v4.json", before, classic.formatted("false", "32", 1));
        assertThat(off.window(1)).isZero();
        ModelConfig on = changed("qwen2", "config.v4.json", before, classic.formatted("true", "32", 1));
        assertThat(on.window(0)).isZero();
        assertThat(on.window(1)).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama | \"attention_bias\": false | \"attention_bias\": true | attention_bias is true",
                "llama | \"mlp_bias\": false | \"mlp_bias\": true | mlp_bias is true",
                "llama | \"use_cache\": true | \"quantization_config\": {} | quantised checkpoint",
                "llama | \"use_cache\": true | \"sliding_window\": 8 | sliding_window is 8",
                "llama | \"use_cache\": true | \"partial_rotary_factor\": 0.5 | partial_rotary_factor 0.5",
                "llama | \"use_cache\": true | \"num_local_experts\": 8 | num_local_experts is 8",
                "llama | \"hidden_act\": \"silu\" | \"hidden_act\": \"gelu\" | the activation \"gelu\"",
                "llama | \"model_type\": \"llama\" | \"model_type\": \"mixtral\" | the model_type \"mixtral\"",
                "llama | \"model_type\": \"llama\" | \"model_type\": \"gemma3\" | the model_type \"gemma3\"",
                "llama | \"num_attention_heads\": 4 | \"num_attention_heads\": 3 | do not fit together",
                "llama | \"num_hidden_layers\": 3 | \"num_hidden_layers\": 2000000000 | layers must be 1 to 1024",
                "llama | \"hidden_size\": 64 | \"hidden_size\": 6.5 | hidden_size must be a size",
                "llama | \"rope_type\": \"default\" | \"rope_type\": \"yarn\" | rope scaling of type \"yarn\"",
                "llama | \"rope_type\": \"default\" | \"rope_type\": \"linear\" | rope_parameters.factor",
                "llama3-rope | \"low_freq_factor\" | \"low_freak_factor\" | rope_parameters.low_freq_factor",
                "llama3-rope | \"high_freq_factor\": 4.0 | \"high_freq_factor\": 0.5 | must exceed",
                "llama3-rope | \"factor\": 8.0 | \"factor\": 8.0, \"mscale\": 2 | rope_parameters.mscale is 2",
                "gemma3_text | \"use_bidirectional_attention\": false | \"use_bidirectional_attention\": true | bidirectional",
                "gemma2 | \"full_attention\" | \"chunked_attention\" | \"chunked_attention\"",
                "qwen2 | \"full_attention\" | \"sliding_attention\" | there is no sliding_window",
                "qwen2 | \"full_attention\", | '' | layer_types describes 1 layers of 2",
                "phi3 | \"partial_rotary_factor\": 1.0 | \"partial_rotary_factor\": 0.75 | partial_rotary_factor 0.75",
                "phi3 | \"vocab_size\": 288 | \"vocab_sise\": 288 | it lacks vocab_size",
            })
    void whatCannotBeComputedIsRefusedByName(String model, String from, String to, String message) {
        assertThatThrownBy(() -> changed(model, "config.json", from, to))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(folder.resolve("config.json") + ": ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"a\": 1, \"a\": 2}", "\u0000", "[[[[[[[[[[[[[[[[[[[["})
    void whatIsNoObjectIsRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), text);
        assertThatThrownBy(() -> ConfigJson.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": ");
    }

    private static ModelConfig read(String model) {
        return ConfigJson.read(GOLDEN.resolve(model).resolve("config.json"));
    }

    private ModelConfig changed(String model, String name, String from, String to) throws IOException {
        String text = Files.readString(GOLDEN.resolve(model).resolve(name));
        assertThat(text).contains(from);
        int at = text.indexOf(from);
        String changed = text.substring(0, at) + to + text.substring(at + from.length());
        return ConfigJson.read(Files.writeString(folder.resolve("config.json"), changed));
    }
}
