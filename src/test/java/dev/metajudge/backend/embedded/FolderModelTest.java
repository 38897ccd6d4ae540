package dev.metajudge.backend.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampling;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.prompt.Message;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model given as a folder of safetensors, and the chat format given by hand. */
class FolderModelTest {
    private static final String FOLDER = "src/test/resources/golden/tiny-models/llama";
    private static final String FILE = "src/test/resources/golden/gguf/tiny-llama-f32.gguf";

    @Test
    void theFolderAndTheGgufOfOneModelSayTheSame() {
        var text = new Input.Text("The quick brown fox");
        assertThat(sample(FOLDER, Optional.empty(), text).tokens())
                .hasSizeGreaterThan(3)
                .isEqualTo(sample(FILE, Optional.empty(), text).tokens());
    }

    @Test
    void aFormatGivenByHandOpensAModelWhoseTemplateIsNotKnown() {
        var chat = new Input.Chat(List.of(Message.user("Hello")));
        assertThatThrownBy(() -> sample(FILE, Optional.empty(), chat))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("chat template is not one of those known");
        assertThat(sample(FILE, Optional.of("zephyr"), chat).promptTokens()).isPositive();
    }

    @Test
    void aFormatThatTheModelHasNoTokensForIsRefused() {
        var chat = new Input.Chat(List.of(Message.user("Hello")));
        assertThatThrownBy(() -> sample(FILE, Optional.of("llama-3"), chat))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("llama-3")
                .hasMessageContaining("no token");
        assertThatThrownBy(() -> sample(FILE, Optional.of("lama-3"), chat))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("did you mean \"llama-3\"");
    }

    private static Completion sample(String model, Optional<String> format, Input input) {
        try (LoadedModel loaded =
                LoadedModel.open(new Checkpoint(model, List.of()), Precision.FP32, ModelResolver.ofUser(), format)) {
            var request = new Request("a", input, 1, Sampling.greedy(12), 0, Optional.empty());
            return new EmbeddedSampler(loaded)
                    .sample(List.of(request), tokens -> {})
                    .getFirst()
                    .getFirst();
        }
    }
}
