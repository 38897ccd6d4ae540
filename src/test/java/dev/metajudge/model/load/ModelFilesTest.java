package dev.metajudge.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.model.source.ResolvedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFilesTest {
    private static final Path MODEL = Path.of("src/test/resources/golden/gguf/tiny-llama-q8_0.gguf");

    @TempDir
    private Path folder;

    @Test
    void everythingInTheFileIsOpen() {
        try (ModelFiles model = ModelFiles.open(resolved(MODEL))) {
            assertThat(model.config().layers()).isEqualTo(3);
            assertThat(model.tokenizer().vocabulary()).isEqualTo(model.config().vocabulary());
            assertThat(model.weights().names()).contains("model.norm.weight").doesNotContain("lm_head.weight");
            assertThat(model.chat().name()).isEqualTo("none");
            assertThat(model.parameters()).isEqualTo(288 * 64 + 3 * (2 * 64 + 2 * 4096 + 2 * 2048 + 3 * 6144) + 64);
        }
    }

    @Test
    void aFolderIsAModelToo() throws IOException {
        Path checkpoint = Path.of("src/test/resources/golden/tiny-models/llama");
        try (ModelFiles model = ModelFiles.open(resolved(checkpoint));
                ModelFiles gguf = ModelFiles.open(resolved(MODEL))) {
            assertThat(model.config().layers()).isEqualTo(3);
            assertThat(model.weights().names()).isEqualTo(gguf.weights().names());
            assertThat(model.tokenizer().encode("two words", false))
                    .isEqualTo(gguf.tokenizer().encode("two words", false));
            assertThat(model.formats()).containsExactly(Map.entry("F32", 29));
            assertThat(model.about().licence()).isEmpty();
            assertThat(model.chat().name()).isEqualTo("none");
        }
    }

    /** One spelling in the file is changed for another of the same length; the message names what is not supported. */
    @ParameterizedTest
    @CsvSource({
        "llama, gemma, the architecture \"gemma\" is not supported",
        "llama.rope.freq_base, llama.rope.freq_bass, the setting llama.rope.freq_bass is not supported",
        "llama.block_count, other.block_count, the metadata lacks llama.block_count",
        "gpt-2, gpt-4, the pre-tokenizer \"gpt-4\" is not supported",
        "gpt2, bert, tokenizers of kind \"bert\" are not supported",
        "blk.1.attn_q.weight, blk.1.attn_q.weighs, tensor blk.1.attn_q.weight is missing",
        "token_embd.weight, token_embd.waight, token_embd.weight",
        "tokenizer.ggml.tokens, tokenizer.ggml.tokenz, tokenizer.ggml.token_type has 288 entries for 0 tokens",
        "th e, zz e, merge",
    })
    void whatIsNotSupportedIsRefusedByName(String from, String to, String message) throws IOException {
        Path changed = changed(from, to);
        assertThatThrownBy(() -> ModelFiles.open(resolved(changed)).close())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(changed + ": ")
                .hasMessageContaining(message);
    }

    private Path changed(String from, String to) throws IOException {
        String bytes = Files.readString(MODEL, StandardCharsets.ISO_8859_1);
        assertThat(to).hasSameSizeAs(from);
        assertThat(bytes).contains(from);
        int at = bytes.indexOf(from);
        String changed = bytes.substring(0, at) + to + bytes.substring(at + from.length());
        return Files.writeString(folder.resolve("changed.gguf"), changed, StandardCharsets.ISO_8859_1);
    }

    private static ResolvedModel resolved(Path file) {
        return new ResolvedModel(file.toString(), file, 0, "", Optional.empty());
    }
}
