package dev.metajudge.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptPoolTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void readsTheShapesThatPoolsComeIn() throws IOException {
        PromptPool pool = PromptPool.read(write("\ufeff" + """
                {"id": "a", "prompt": " One? ", "category": "x"}

                {"instruction": "Sum up.", "input": "A text."}\r
                {"question_id": 81, "turns": ["Write.", "Now shorter."]}
                {"id": 7, "instruction": "Go.", "input": ""}"""));
        assertThat(pool.prompts())
                .containsExactly(
                        new PoolPrompt("a", "One?"),
                        new PoolPrompt("line-3", "Sum up.\n\nA text."),
                        new PoolPrompt("81", "Write."),
                        new PoolPrompt("7", "Go."));
    }

    @Test
    void theQuickstartPoolIsVariedAndShort() {
        PromptPool pool = PromptPool.read(Path.of("runs", "quickstart-prompts.jsonl"));
        assertThat(pool.prompts()).hasSizeGreaterThanOrEqualTo(48).doesNotHaveDuplicates();
        assertThat(pool.prompts().stream().map(PoolPrompt::text))
                .doesNotHaveDuplicates()
                .allMatch(t -> t.length() < 120);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"a\",\"prompt\":\"x\"}\\n{\"id\":\"a\",\"prompt\":\"y\"}|p.jsonl:2: the id 'a' is already that of line 1",
                "{\"prompt\":\"x\"}\\n{\"id\":\"line-1\",\"prompt\":\"y\"}|p.jsonl:2: the id 'line-1' is already",
                "{\"prompt\":\"x\"}\\n{oops|p.jsonl:2: not JSON",
                "{\"prompt\":\"x\"} {}|p.jsonl:1: not JSON",
                "{\"prompt\":\"x\",\"prompt\":\"y\"}|p.jsonl:1: not JSON: Duplicate",
                "[1]|p.jsonl:1: not an object",
                "{\"text\":\"x\"}|p.jsonl:1: needs a field 'prompt', 'instruction' or 'turns'",
                "{\"prompt\":\"  \"}|p.jsonl:1: 'prompt' must hold a text",
                "{\"prompt\":5}|p.jsonl:1: 'prompt' must hold a text",
                "{\"turns\":[]}|p.jsonl:1: 'turns' must hold a text",
                "{\"turns\":\"x\"}|p.jsonl:1: 'turns' must hold a text",
                "{\"prompt\":\"a\\u0000b\"}|p.jsonl:1: 'prompt' holds a NUL",
                "{\"id\":\"\",\"prompt\":\"x\"}|p.jsonl:1: 'id' must be",
                "{\"id\":1.5,\"prompt\":\"x\"}|p.jsonl:1: 'id' must be",
                "{\"id\":\"a\\tb\",\"prompt\":\"x\"}|p.jsonl:1: 'id' must be",
                "''|p.jsonl: holds no prompt",
            })
    void aBadLineIsNamedWithFileAndLine(String escaped, String message) throws IOException {
        Path file = write(escaped.replace("\\n", "\n"));
        assertThatThrownBy(() -> PromptPool.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    @Test
    void hostileFilesAreBounded() throws IOException {
        Path deep = write("{\"prompt\":" + "[".repeat(100_000));
        assertThatThrownBy(() -> PromptPool.read(deep))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("p.jsonl:1");
        Path endless = write("{\"prompt\":\"x\"}\n" + "a".repeat(2 << 20));
        assertThatThrownBy(() -> PromptPool.read(endless))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("p.jsonl:2: a line of more than");
        Path large = write("{\"prompt\":\"" + "a".repeat(200_000) + "\"}");
        assertThatThrownBy(() -> PromptPool.read(large)).hasMessageContaining("more than 100000 characters");
        Files.write(folder.resolve("p.jsonl"), "{\"prompt\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> PromptPool.read(folder.resolve("p.jsonl")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> PromptPool.read(folder.resolve("none"))).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> PromptPool.read(folder)).isInstanceOf(UserError.class);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("p.jsonl"), text);
    }
}
