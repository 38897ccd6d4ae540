package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.config.RecipeFile;
import dev.metajudge.loop.Inputs;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.PromptPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    @TempDir
    Path folder;

    static Inputs inputs(int pool) {
        return new Inputs(
                PromptLibrary.load(Path.of("prompts")),
                new PromptPool(IntStream.range(0, pool)
                        .mapToObj(i -> new PoolPrompt("p" + i, "?"))
                        .toList()));
    }

    private Plan plan(int pool, String yaml) throws IOException {
        var file = folder.resolve("r.yaml");
        Files.writeString(file, yaml);
        return Plan.of(RecipeFile.resolved(file), inputs(pool), new Plan.Given(10, 200));
    }

    /**
     * 3 rounds of 10 prompts: 30 x 4 = 120 responses, x 3 = 360 judgments. The meta-judge reads one response a prompt in
     * the first 2 rounds: 20 x 3 x 2 = 120 verdicts. Tokens: 120 x 100 + 360 x 50 + 120 x 20 = 32,400.
     *
     * <p>Training reads 30 actor pairs of 2 x (10 + 100) tokens and 20 judge pairs of 2 x (200 + 10 + 100 + 50), twice:
     * 2 x (30 x 220 + 20 x 720) = 42,000.
     */
    @Test
    void countsWhatCouldBeDoneAtMost() throws IOException {
        var plan = plan(500, """
                rounds: 3
                prompts: {file: x, perRound: 10}
                respond: {samples: 4, sampling: {maxTokens: 100}}
                judge: {samples: 3, sampling: {maxTokens: 50}}
                metaJudge: {sampling: {maxTokens: 20}}
                train: {epochs: 2}
                """);
        var stages = Map.of(
                "respond",
                12_000L,
                "judge",
                18_000L,
                "meta-judge",
                2_400L,
                "train",
                42_000L,
                "held-out",
                0L,
                "agreement",
                0L,
                "choices",
                0L,
                "compare",
                0L,
                "generate",
                0L);
        assertThat(plan).isEqualTo(new Plan(3, 30, 120, 360, 120, 32_400, 30, 20, 0, 0, stages));
        assertThat(plan.stageTokens().keySet())
                .containsExactly(
                        "generate",
                        "respond",
                        "judge",
                        "meta-judge",
                        "train",
                        "held-out",
                        "agreement",
                        "choices",
                        "compare");
    }

    /**
     * 2 of 12 prompts held out, 3 rounds: 2 x 4 = 8 answers (M0 to M3), and 2 orders x 2 prompts x (1 + 2 + 2) = 20
     * comparisons; 8 x 100 + 20 x 50 = 1,800 more tokens than the 10 left would make.
     */
    @Test
    void countsTheEvaluation() throws IOException {
        var loop = "rounds: 3\nprompts: {file: x, perRound: 20}\n";
        var plan = plan(12, loop + "evaluate: {heldOut: 2, responses: {maxTokens: 100}, sampling: {maxTokens: 50}}\n");
        assertThat(plan.prompts()).isEqualTo(30);
        assertThat(plan.evaluations()).isEqualTo(28);
        assertThat(plan.tokens() - plan(10, loop).tokens()).isEqualTo(1_800);
    }

    /** 20 prompts of 6 verdicts at most, capped at 4 (5 makes no third pair). */
    @Test
    void aCapOnVerdictsIsCounted() throws IOException {
        var yaml = """
                rounds: 3
                prompts: {file: x, perRound: 10}
                judge: {samples: 3}
                metaJudge: {maxVerdicts: CAP}
                """;
        assertThat(plan(500, yaml.replace("CAP", "5")).verdicts()).isEqualTo(80);
        assertThat(plan(500, yaml.replace("CAP", "99")).verdicts()).isEqualTo(120);
    }

    @Test
    void aSmallPoolAndASingleJudgmentLessen() throws IOException {
        var plan = plan(2, "{rounds: 1, prompts: {file: x}, respond: {samples: 2}, judge: {samples: 1}}");
        assertThat(plan.prompts()).isEqualTo(2);
        assertThat(plan.verdicts()).isZero();
        assertThat(plan.judgePairs()).isZero();
    }

    @Test
    void moreThanCanBeCountedIsRefused() {
        assertThatThrownBy(() -> plan(
                        1_000_000,
                        "{rounds: 2000000000, prompts: {file: x, perRound: 2000000000},"
                                + " respond: {samples: 2000000000}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("more texts than can be counted");
    }
}
