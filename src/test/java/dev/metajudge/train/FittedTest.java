package dev.metajudge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of examples that are too long: ten tokens are allowed. */
class FittedTest {
    private static final PairTokens FITS = pair("fits", 6, 4, 3);
    private static final PairTokens LONG_PROMPT = pair("prompt", 12, 4, 3);
    private static final PairTokens LONG_COMPLETION = pair("completion", 3, 12, 11);

    private static PairTokens pair(String id, int prompt, int chosen, int rejected) {
        return new PairTokens(id, upTo(prompt, 100), upTo(chosen, 200), upTo(rejected, 300));
    }

    private static int[] upTo(int count, int from) {
        return java.util.stream.IntStream.range(from, from + count).toArray();
    }

    private static Fitted<PairTokens> fitted(TooLong rule) {
        return Fitted.of(List.of(FITS, LONG_PROMPT, LONG_COMPLETION), 10, rule, PairTokens::within);
    }

    @Test
    void dropLeavesThemOut() {
        var fitted = fitted(TooLong.DROP);
        assertThat(fitted.lessons()).containsExactly(FITS);
        assertThat(fitted.leftOut()).containsExactly("prompt", "completion");
        assertThat(fitted.truncated()).isEmpty();
    }

    @Test
    void truncatePromptKeepsItsLastTokens() {
        var fitted = fitted(TooLong.TRUNCATE_PROMPT);
        assertThat(fitted.truncated()).containsExactly("prompt");
        assertThat(fitted.leftOut()).containsExactly("completion");
        var cut = fitted.lessons().get(1);
        assertThat(cut.prompt()).containsExactly(106, 107, 108, 109, 110, 111);
        assertThat(cut.chosen()).hasSize(4);
        assertThat(cut.longest()).isEqualTo(10);
    }

    @Test
    void truncateCompletionKeepsFirstTokens() {
        var fitted = fitted(TooLong.TRUNCATE_COMPLETION);
        assertThat(fitted.truncated()).containsExactly("completion");
        assertThat(fitted.leftOut()).containsExactly("prompt");
        var cut = fitted.lessons().get(1);
        assertThat(cut.chosen()).containsExactly(200, 201, 202, 203, 204, 205, 206);
        assertThat(cut.rejected()).hasSize(7);
    }

    @Test
    void completionsThatTheCutMakesTheSameAreLeftOut() {
        var same = new PairTokens("same", upTo(3, 0), upTo(9, 0), upTo(12, 0));
        assertThat(Fitted.of(List.of(FITS, same), 10, TooLong.TRUNCATE_COMPLETION, PairTokens::within)
                        .leftOut())
                .containsExactly("same");
    }

    @Test
    void noneThatFitsIsRefused() {
        assertThatThrownBy(() -> Fitted.of(List.of(LONG_PROMPT), 10, TooLong.DROP, PairTokens::within))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none of the 1 examples fits in 10 tokens")
                .hasMessageContaining("tooLong drop");
    }

    /** A pair's real tokens are both sequences; its prompt is packed once. */
    @Test
    void tokensCountThePromptWithEachCompletion() {
        assertThat(FITS.size()).isEqualTo(13);
        assertThat(FITS.tokens()).isEqualTo(6 + 4 + 6 + 3);
        assertThat(new PairTokens("sft", upTo(6, 0), upTo(4, 0), new int[0]).tokens())
                .isEqualTo(10);
    }
}
