package dev.metajudge.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published pools, read as they are. */
class PublicPoolsTest {
    private static final Path FOLDER = Path.of("../shared/data/prompts");

    @ParameterizedTest
    @CsvSource({
        "vicuna-80.jsonl, 80, vicuna_1, How can I improve my time management skills?",
        "self-instruct-seed-175.jsonl, 175, seed_task_0, Is there anything I can eat for a breakfast that"
    })
    void everyLineIsAPrompt(String file, int prompts, String firstId, String beginning) {
        assumeTrue(Files.exists(FOLDER.resolve(file)), () -> FOLDER.resolve(file) + " is not there");
        var pool = PromptPool.read(FOLDER.resolve(file)).prompts();
        assertThat(pool).hasSize(prompts);
        assertThat(pool.getFirst().id()).isEqualTo(firstId);
        assertThat(pool.getFirst().text()).startsWith(beginning);
        assertThat(pool).extracting(PoolPrompt::id).doesNotHaveDuplicates();
    }

    /** An instruction's input stands below it. */
    @Test
    void partsOfAPromptStayTogether() {
        var file = FOLDER.resolve("self-instruct-seed-175.jsonl");
        assumeTrue(Files.exists(file), () -> file + " is not there");
        assertThat(PromptPool.read(file).prompts().get(1).text())
                .isEqualTo("What is the relation between the given pairs?\n\nNight : Day :: Right : Left");
    }
}
