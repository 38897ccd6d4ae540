package dev.metajudge.train;

import dev.metajudge.model.engine.TorchModule;
import java.util.Arrays;
import java.util.List;

/**
 * Supervised fine-tuning on completions only: the mean over the step's completion tokens of their negative
 * log-probability. The prompt is read and not learned.
 */
record SftObjective() implements Objective<PairTokens> {
    @Override
    public String name() {
        return "sft token mean";
    }

    @Override
    public double[] reference(TorchModule module, List<PairTokens> pack) {
        return new double[0];
    }

    @Override
    public Pass pass(LoraPolicy policy, List<PairTokens> pack, double[] reference, Share share) {
        var gradient = new double[2 * pack.size()];
        Arrays.fill(gradient, -1.0 / share.learned());
        double[] sums = policy.accumulate("policy", new PackedSequences(pack)::arrays, current -> gradient);
        return new Pass(-Arrays.stream(sums).sum() / share.learned(), Rewards.NONE);
    }
}
