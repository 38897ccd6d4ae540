package dev.metajudge.train.loss;

import java.util.ArrayList;
import java.util.List;

/** The weighted sum of losses that settings name, and the rewards that go with them. */
public final class MixedLoss {
    private final LossSettings settings;
    private final List<Weighted> parts = new ArrayList<>();

    private record Weighted(double weight, PreferenceLoss loss) {}

    public MixedLoss(LossSettings settings) {
        this.settings = settings;
        for (Mixture.Part part : settings.loss().parts()) {
            parts.add(new Weighted(part.weight(), PreferenceLoss.of(part.kind(), settings)));
        }
    }

    /** Whether the reference's sums are needed. */
    public boolean needsReference() {
        return settings.loss().needsReference();
    }

    /**
     * The loss of a pair; a step's is the mean over its pairs.
     *
     * @param meanTokens tokens of a chosen completion on the mean over the step's pairs
     */
    public PairLoss at(PairSums pair, double meanTokens) {
        PairLoss sum = PairLoss.ZERO;
        for (Weighted part : parts) {
            sum = sum.plus(part.weight(), part.loss().at(pair, meanTokens));
        }
        return sum;
    }

    /**
     * The chosen's reward: beta times its summed log-ratio to the reference, whatever the loss, as TRL's; without a
     * reference beta times its mean log-probability.
     */
    public double chosenReward(PairSums pair) {
        return settings.beta() * (needsReference() ? pair.chosenGain() : pair.policyChosen() / pair.chosenTokens());
    }

    /** The same of the rejected; 0 where there is none. */
    public double rejectedReward(PairSums pair) {
        if (pair.rejectedTokens() == 0) {
            return 0;
        }
        return settings.beta()
                * (needsReference() ? pair.rejectedGain() : pair.policyRejected() / pair.rejectedTokens());
    }

    /** Everything that decides the loss. */
    @Override
    public String toString() {
        return "%s beta %s gamma %s smoothing %s"
                .formatted(settings.loss(), settings.beta(), settings.gamma(), settings.labelSmoothing());
    }
}
