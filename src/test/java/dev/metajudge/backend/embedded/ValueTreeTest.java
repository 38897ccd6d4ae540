package dev.metajudge.backend.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.backend.embedded.ValueTree.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values as trees of tokens: 7 is the blank before, 1 and 0 are digits. */
class ValueTreeTest {
    @Test
    void oneTokenEachNeedsNoBranch() {
        ValueTree tree = ValueTree.of(List.of(new int[] {7, 1}, new int[] {7, 2}, new int[] {7, 3}))
                .orElseThrow();
        assertThat(tree.before()).containsExactly(7);
        assertThat(tree.branches().size()).isZero();
        assertThat(tree.options()).containsExactly(1, 2, 3);
        assertThat(tree.paths())
                .containsExactly(List.of(new Step(0, 0)), List.of(new Step(0, 1)), List.of(new Step(0, 2)));
    }

    /** 1, 2, 10, 11 and 100: 1 and 10 end where another token could go on. */
    @Test
    void aValueThatOthersGoOnFromEndsWithAStepOfItsOwn() {
        ValueTree tree = ValueTree.of(List.of(
                        new int[] {7, 1}, new int[] {7, 2}, new int[] {7, 1, 0}, new int[] {7, 1, 1}, new int[] {
                            7, 1, 0, 0
                        }))
                .orElseThrow();
        assertThat(tree.branches().tokens()).containsExactly(1, 0);
        assertThat(tree.branches().parents()).containsExactly(-1, 0);
        assertThat(tree.options()).containsExactly(1, 2, 0);
        assertThat(tree.paths())
                .containsExactly(
                        List.of(new Step(0, 0), new Step(1, -1)),
                        List.of(new Step(0, 1)),
                        List.of(new Step(0, 0), new Step(1, 2), new Step(2, -1)),
                        List.of(new Step(0, 0), new Step(1, 0)),
                        List.of(new Step(0, 0), new Step(1, 2), new Step(2, 2)));
        assertThat(tree.tokens(4)).containsExactly(1, 0, 0);
    }

    /** The tokens before may hold a part of the first value's own ("1" of 1 and 10), but never all of a value. */
    @Test
    void everyValueKeepsATokenOfItsOwn() {
        ValueTree tree =
                ValueTree.of(List.of(new int[] {7, 1}, new int[] {7, 1, 0})).orElseThrow();
        assertThat(tree.before()).containsExactly(7);
        assertThat(tree.paths().getFirst()).containsExactly(new Step(0, 0), new Step(1, -1));
    }

    @Test
    void nothingInCommonOrNothingDifferentIsNoTree() {
        assertThat(ValueTree.of(List.of(new int[] {1}, new int[] {2}))).isEmpty();
        assertThat(ValueTree.of(List.of(new int[] {7, 1}, new int[] {8, 2}))).isEmpty();
        assertThat(ValueTree.of(List.of(new int[] {7, 1}, new int[] {7, 1}))).isEmpty();
    }
}
