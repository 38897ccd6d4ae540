package dev.metajudge.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptLibraryTest {
    private static final String TEMPLATE = """
            ---
            name: %s
            role: judge
            description: A test.
            variables: [response]
            ---
            {{response}}
            """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void theShippedJudgeSharesItsRubricAcrossItems() {
        Template judge = PromptLibrary.load(Path.of("prompts")).template("judge", "additive-5");
        judge.check(Set.copyOf(PromptLibrary.JUDGE_VARIABLES));
        assertThat(judge.rubric().orElseThrow().values()).containsExactly("1", "2", "3", "4", "5");
        String first = text(judge, Map.of("instruction", "Add.", "response", "3"));
        String second = text(judge, Map.of("instruction", "Sing.", "response", "La"));
        int shared = shared(first, second);
        assertThat(shared).as("the rubric is before the item").isGreaterThan(first.length() * 8 / 10);
        assertThat(first.indexOf("Add.")).isLessThan(first.lastIndexOf("3"));
    }

    @Test
    void bothOrdersOfAComparisonShareInstructionAndResponse() {
        Template meta = PromptLibrary.load(Path.of("prompts")).template("meta-judge", "compare");
        meta.check(Set.copyOf(PromptLibrary.META_JUDGE_VARIABLES));
        String first = text(meta, Map.of("instruction", "I", "response", "R", "judgment_a", "x", "judgment_b", "y"));
        String second = text(meta, Map.of("instruction", "I", "response", "R", "judgment_a", "y", "judgment_b", "x"));
        assertThat(first.substring(0, shared(first, second))).contains("<response>\nR\n</response>");
        assertThat(meta.rubric()).isEmpty();
    }

    @Test
    void aMissingTemplateIsNamedWithTheNearest() throws IOException {
        write("judge/strict.md", TEMPLATE.formatted("strict"));
        PromptLibrary library = PromptLibrary.load(folder);
        assertThatThrownBy(() -> library.template("judge", "stric"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no template 'stric'")
                .hasMessageContaining("did you mean 'strict'?");
        assertThatThrownBy(() -> library.template("actor", "x")).hasMessageContaining("no template 'x'");
        assertThatThrownBy(() -> PromptLibrary.load(folder.resolve("none"))).isInstanceOf(UserError.class);
    }

    @Test
    void allProblemsAreToldAtOnce() throws IOException {
        write("judge/one.md", TEMPLATE.formatted("two"));
        write("judge/three.md", "no front matter");
        write("notes.md", "not a template: no role's folder");
        assertThatThrownBy(() -> PromptLibrary.load(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("one.md:1: front matter says role and name judge/two")
                .hasMessageContaining("three.md:1: a template begins with front matter")
                .hasMessageNotContaining("notes.md");
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String text(Template template, Map<String, String> values) {
        return template.render(values).getLast().content();
    }

    private static int shared(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }
}
