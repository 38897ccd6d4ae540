package dev.metajudge.train;

import dev.metajudge.model.engine.TorchModule;
import dev.metajudge.train.loss.MixedLoss;
import dev.metajudge.train.loss.PairLoss;
import dev.metajudge.train.loss.PairSums;
import java.util.Arrays;
import java.util.List;

/**
 * Preference training, or fine-tuning on completions: the mean over pairs of a mixture of losses. The prompt is read and
 * not learned.
 */
record MixtureObjective(MixedLoss mixture) implements Objective<PairTokens> {
    @Override
    public String name() {
        return mixture.toString();
    }

    @Override
    public boolean needsReference() {
        return mixture.needsReference();
    }

    @Override
    public double[] reference(TorchModule module, List<PairTokens> pack) {
        return Policy.reference(module, new PackedSequences(pack));
    }

    @Override
    public Pass pass(Policy policy, List<PairTokens> pack, double[] reference, Share share) {
        double[] sums = policy.accumulate("policy", new PackedSequences(pack)::arrays, current -> {
            var gradient = new double[2 * pack.size()];
            for (int i = 0; i < pack.size(); i++) {
                PairLoss loss = loss(pack.get(i), i, current, reference, share);
                gradient[2 * i] = loss.chosen() / share.lessons();
                gradient[2 * i + 1] = loss.rejected() / share.lessons();
            }
            return gradient;
        });
        return measured(pack, sums, reference, share);
    }

    @Override
    public Pass look(Policy policy, List<PairTokens> pack, double[] reference, Share share) {
        return measured(pack, policy.numbers("policy", new PackedSequences(pack)::arrays), reference, share);
    }

    private Pass measured(List<PairTokens> pack, double[] sums, double[] reference, Share share) {
        if (!Arrays.stream(sums).allMatch(Double::isFinite)) {
            return new Pass(Double.NaN, Rewards.NONE); // some losses are finite at an infinite margin
        }
        double loss = 0;
        var rewards = Rewards.NONE;
        for (int i = 0; i < pack.size(); i++) {
            loss += loss(pack.get(i), i, sums, reference, share).value() / share.lessons();
            rewards = rewards.plus(rewards(pair(pack.get(i), i, sums, reference)));
        }
        return new Pass(loss, rewards);
    }

    private PairLoss loss(PairTokens pair, int i, double[] sums, double[] reference, Share share) {
        return mixture.at(pair(pair, i, sums, reference), (double) share.learned() / share.lessons());
    }

    private Rewards rewards(PairSums pair) {
        if (pair.rejectedTokens() == 0) {
            return new Rewards(0, 0, 0, pair.policyChosen(), 0);
        }
        double chosen = mixture.chosenReward(pair);
        double rejected = mixture.rejectedReward(pair);
        return new Rewards(chosen, rejected, chosen > rejected ? 1 : 0, pair.policyChosen(), pair.policyRejected());
    }

    private PairSums pair(PairTokens tokens, int i, double[] sums, double[] reference) {
        boolean compared = mixture.needsReference();
        return new PairSums(
                sums[2 * i],
                sums[2 * i + 1],
                compared ? reference[2 * i] : 0,
                compared ? reference[2 * i + 1] : 0,
                tokens.chosen().length,
                tokens.rejected().length);
    }
}
