package dev.metajudge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is held out, when training stops, and how the rate goes. */
class EarlyStoppingTest {
    private static Looks looks(double... losses) {
        return new Looks(IntStream.range(0, losses.length)
                .mapToObj(i -> new Evaluation(10 * (i + 1), i, losses[i], Rewards.NONE, 1, 1))
                .toList());
    }

    private static List<PairTokens> pairs(int count, int prompts) {
        return IntStream.range(0, count)
                .mapToObj(i -> new PairTokens("p" + i, new int[] {i % prompts}, new int[] {1, 2}, new int[] {i}))
                .toList();
    }

    @Test
    void theFirstOfTheLowestLooksIsTheBest() {
        assertThat(looks().best()).isEmpty();
        assertThat(looks(3, 1, 2, 1).best()).map(Evaluation::step).contains(20);
        assertThat(looks(3, 1, 2, 1).lastIsBest()).isFalse();
        assertThat(looks(3, 2).lastIsBest()).isTrue();
    }

    @Test
    void patienceEndsAfterLooksInARowThatWereNoBetter() {
        assertThat(looks(3, 2, 2).out(2)).isFalse();
        assertThat(looks(3, 2, 2, 2.5).out(2)).isTrue();
        assertThat(looks(3, 2, 2.5, 1, 2).out(2)).isFalse();
        assertThat(looks(1, 2, 3, 4, 5).out(0)).isFalse();
        assertThat(looks().out(1)).isFalse();
    }

    @Test
    void examplesWithTheSamePromptAreHeldOutTogether() {
        var split = HeldOutSplit.of(pairs(30, 10), new EarlyStopping(0.2, 1, 0).of(30), 5);
        assertThat(split.heldOut()).hasSize(6);
        assertThat(split.learned()).hasSize(24);
        var prompts = split.heldOut().stream().map(PairTokens::group).toList();
        assertThat(split.learned()).noneMatch(pair -> prompts.contains(pair.group()));
        assertThat(HeldOutSplit.of(pairs(30, 10), 6, 5).heldOut())
                .extracting(PairTokens::id)
                .isEqualTo(split.heldOut().stream().map(PairTokens::id).toList());
        assertThat(HeldOutSplit.of(pairs(30, 10), 6, 6).heldOut())
                .extracting(PairTokens::id)
                .isNotEqualTo(split.heldOut().stream().map(PairTokens::id).toList());
    }

    @Test
    void halfOfThePromptsAreLearnedHoweverManyAreAskedFor() {
        assertThat(HeldOutSplit.of(pairs(10, 5), 9, 1).heldOut()).hasSize(4);
        assertThat(HeldOutSplit.of(pairs(10, 1), 2, 1).heldOut()).isEmpty();
        assertThat(new TrainingOutcome.Fit(6, 4, 9, List.of(), List.of()).fewer())
                .contains("4 of 10 examples are held out, not 9: half of the prompts are learned at least");
        assertThat(new TrainingOutcome.Fit(6, 4, 3, List.of(), List.of()).fewer())
                .isEmpty();
    }

    @Test
    void sharesHoldOutOneAtLeastAndWholeNumbersAreWhole() {
        assertThat(new EarlyStopping(0.01, 1, 0).of(7)).isOne();
        assertThat(new EarlyStopping(24, 1, 0).of(7)).isEqualTo(24);
        assertThatThrownBy(() -> new EarlyStopping(1.5, 1, 0)).hasMessageContaining("heldOut must be a share");
    }

    @Test
    void schedulesRiseAndThenGoTheirWay() {
        var rates = new ArrayList<double[]>();
        for (Schedule schedule : Schedule.values()) {
            var rate = LearningRate.of(new OptimizerSettings(2, schedule, 0.2, 0, 1, 0), 10);
            rates.add(IntStream.rangeClosed(1, 10).mapToDouble(rate::at).toArray());
        }
        for (double[] rate : rates) {
            assertThat(rate[0]).isEqualTo(1);
            assertThat(rate[1]).isEqualTo(2);
            assertThat(rate[2]).isEqualTo(2);
        }
        // Eight steps after the warm-up: the last but six is the fifth, half way.
        assertThat(rates.get(0)[6]).isCloseTo(1, within(1e-12));
        assertThat(rates.get(1)[6]).isCloseTo(1, within(1e-12));
        assertThat(rates.get(0)[9]).isCloseTo(1 + Math.cos(Math.PI * 7 / 8), within(1e-12));
        assertThat(rates.get(1)[9]).isCloseTo(0.25, within(1e-12));
        assertThat(rates.get(2)[9]).isEqualTo(2);
    }
}
