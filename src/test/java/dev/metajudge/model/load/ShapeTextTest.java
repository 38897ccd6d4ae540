package dev.metajudge.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.files.ConfigJson;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama3-rope | every layer sees everything | base 10,000, Llama 3's bands: factor 8 beyond 64 tokens",
                "mistral | 2 of 2 layers see the last 8 tokens | base 10,000",
                "qwen2 | every layer sees everything, biases | base 10,000",
                "qwen3 | every layer sees everything, query and key norms | base 10,000",
                "gemma2 | 2 of 4 layers see the last 8 tokens, scores capped at 4, four norms a layer, logits capped at 6 | base 10,000",
                "gemma3_text | 3 of 4 layers see the last 8 tokens, query and key norms, four norms a layer"
                        + " | base 10,000 in 3 layers; base 1,000,000, all divided by 8 in 1 layers",
            })
    void whatSetsAModelApartIsSaid(String model, String attention, String rotary) {
        ModelConfig config = ConfigJson.read(Path.of("src/test/resources/golden/tiny-models", model, "config.json"));
        assertThat(ShapeText.attention(config)).isEqualTo(attention);
        assertThat(ShapeText.rotary(config)).isEqualTo(rotary);
    }
}
