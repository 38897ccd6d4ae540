package dev.metajudge.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arithmetic by hand, gradients by differences, and margins far outside of what training meets. */
class MixedLossTest {
    private static LossSettings settings(LossKind kind) {
        return new LossSettings(
                Mixture.of(kind),
                kind == LossKind.SIMPO ? 2 : 0.3,
                kind == LossKind.SIMPO ? 0.5 : 0,
                kind == LossKind.CDPO || kind == LossKind.ROBUST ? 0.2 : 0);
    }

    /** beta 0.1, gains 2 and -3: x = 0.5, -log sigmoid(0.5) = log(1 + e^-0.5) = 0.47408; slope -0.1 sigmoid(-0.5). */
    @Test
    void aPairByHand() {
        PairLoss at = new MixedLoss(LossSettings.dpo(0.1)).at(new PairSums(-8, -13, -10, -10, 4, 5), 4);
        assertThat(at.value()).isCloseTo(0.474077, within(1e-6));
        assertThat(at.chosen()).isCloseTo(-0.0377541, within(1e-6));
        assertThat(at.rejected()).isCloseTo(0.0377541, within(1e-6));
    }

    /**
     * beta 0.5, means -log 2 and -log 4: P = 1/2 and 1/4, odds 1 and 1/3, -log sigmoid(log 3) = log(4/3); fine-tuning
     * on 2 of 2 tokens: log 2. Together log 2 + 0.5 log(4/3) = 0.836988. The slope of the odds term in the chosen's
     * mean is -(1 - 3/4) / (1 - 1/2) = -1/2, in its sum -1/4, halved by beta: -1/8, and fine-tuning's -1/2: -0.625. In
     * the rejected's: (1/4) / (3/4) = 1/3, over 3 tokens 1/9, halved: 1/18.
     */
    @Test
    void oddsRatioByHand() {
        var pair = new PairSums(-2 * Math.log(2), -3 * Math.log(4), 0, 0, 2, 3);
        PairLoss at = new MixedLoss(new LossSettings(Mixture.of(LossKind.ORPO), 0.5, 0, 0)).at(pair, 2);
        assertThat(at.value()).isCloseTo(Math.log(2) + 0.5 * Math.log(4.0 / 3), within(1e-12));
        assertThat(at.chosen()).isCloseTo(-0.625, within(1e-12));
        assertThat(at.rejected()).isCloseTo(1.0 / 18, within(1e-12));
    }

    @Test
    void aMixtureIsTheWeightedSum() {
        var pair = new PairSums(-8, -13, -10, -10, 4, 5);
        PairLoss dpo = new MixedLoss(LossSettings.dpo(0.1)).at(pair, 6);
        PairLoss sft = new MixedLoss(LossSettings.sft()).at(pair, 6);
        PairLoss both = new MixedLoss(new LossSettings(Mixture.parse("sigmoid=2, sft=0.3"), 0.1, 0, 0)).at(pair, 6);
        assertThat(both.value()).isCloseTo(2 * dpo.value() + 0.3 * sft.value(), within(1e-12));
        assertThat(both.chosen()).isCloseTo(2 * dpo.chosen() + 0.3 * sft.chosen(), within(1e-12));
        assertThat(both.rejected()).isCloseTo(2 * dpo.rejected(), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(LossKind.class)
    void gradientsAreThoseOfDifferences(LossKind kind) {
        var loss = new MixedLoss(settings(kind));
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int chosen = 1 + random.nextInt(9);
            int rejected = 1 + random.nextInt(9);
            var pair = new PairSums(
                    -3 * chosen * random.nextDouble() - 0.1,
                    -3 * rejected * random.nextDouble() - 0.1,
                    -3 * chosen * random.nextDouble(),
                    -3 * rejected * random.nextDouble(),
                    chosen,
                    rejected);
            double h = 1e-5;
            PairLoss at = loss.at(pair, 5);
            double inChosen = (loss.at(moved(pair, h, 0), 5).value()
                            - loss.at(moved(pair, -h, 0), 5).value())
                    / (2 * h);
            double inRejected = (loss.at(moved(pair, 0, h), 5).value()
                            - loss.at(moved(pair, 0, -h), 5).value())
                    / (2 * h);
            assertThat(at.chosen()).isCloseTo(inChosen, within(1e-6 + 1e-6 * Math.abs(inChosen)));
            assertThat(at.rejected()).isCloseTo(inRejected, within(1e-6 + 1e-6 * Math.abs(inRejected)));
        }
    }

    @ParameterizedTest
    @EnumSource(LossKind.class)
    void marginsOfAnySizeGiveFiniteNumbers(LossKind kind) {
        var loss = new MixedLoss(settings(kind));
        for (double chosen : new double[] {-1e6, -1e3, -1, -1e-9, 0}) {
            for (double rejected : new double[] {-1e6, -1e3, -1, -1e-9, 0}) {
                PairLoss at = loss.at(new PairSums(chosen, rejected, -500, -500, 3, 4), 3);
                assertThat(List.of(at.value(), at.chosen(), at.rejected()))
                        .as("%s %s %s", kind, chosen, rejected)
                        .allSatisfy(number -> assertThat(number).isFinite());
            }
        }
    }

    @Test
    void atALargeMarginNothingIsLostToRounding() {
        var loss = new MixedLoss(LossSettings.dpo(1));
        // -log sigmoid(50) is e^-50 to within e^-100, which 1 - sigmoid would round to 0.
        assertThat(loss.at(new PairSums(50, 0, 0, 0, 1, 1), 1).value()).isCloseTo(Math.exp(-50), within(1e-35));
        assertThat(loss.at(new PairSums(-1e9, 0, 0, 0, 1, 1), 1).value()).isEqualTo(1e9);
    }

    @Test
    void rewardsOfLossesWithoutAReferenceAreOfMeans() {
        var loss = new MixedLoss(settings(LossKind.SIMPO));
        var pair = new PairSums(-8, -15, 0, 0, 4, 5);
        assertThat(loss.needsReference()).isFalse();
        assertThat(loss.chosenReward(pair)).isEqualTo(-4);
        assertThat(loss.rejectedReward(pair)).isEqualTo(-6);
    }

    private static PairSums moved(PairSums pair, double chosen, double rejected) {
        return new PairSums(
                pair.policyChosen() + chosen,
                pair.policyRejected() + rejected,
                pair.referenceChosen(),
                pair.referenceRejected(),
                pair.chosenTokens(),
                pair.rejectedTokens());
    }
}
