package dev.metajudge.train;

import dev.metajudge.model.engine.TorchModule;
import java.util.List;

/**
 * Direct preference optimisation (arXiv 2305.18290, equation 7): the mean over pairs of
 * -log sigmoid(beta (log p(chosen)/ref(chosen) - log p(rejected)/ref(rejected))).
 *
 * @param beta strength of the pull towards the reference
 */
record DpoObjective(double beta) implements Objective<PairTokens> {
    @Override
    public String name() {
        return "dpo sigmoid " + beta;
    }

    @Override
    public double[] reference(TorchModule module, List<PairTokens> pack) {
        return LoraPolicy.reference(module, new PackedSequences(pack));
    }

    @Override
    public Pass pass(LoraPolicy policy, List<PairTokens> pack, double[] reference, Share share) {
        var gradient = new double[reference.length];
        var losses = new double[pack.size()];
        double[] sums = policy.accumulate("policy", new PackedSequences(pack)::arrays, current -> {
            for (int i = 0; i < losses.length; i++) {
                double margin = beta * (gain(current, reference, 2 * i) - gain(current, reference, 2 * i + 1));
                losses[i] = softplus(-margin);
                gradient[2 * i] = -beta * sigmoid(-margin) / share.lessons();
                gradient[2 * i + 1] = -gradient[2 * i];
            }
            return gradient;
        });
        double loss = 0;
        var rewards = Rewards.NONE;
        for (int i = 0; i < losses.length; i++) {
            loss += losses[i] / share.lessons();
            double chosen = beta * gain(sums, reference, 2 * i);
            double rejected = beta * gain(sums, reference, 2 * i + 1);
            rewards = rewards.plus(
                    new Rewards(chosen, rejected, chosen > rejected ? 1 : 0, sums[2 * i], sums[2 * i + 1]));
        }
        return new Pass(loss, rewards);
    }

    private static double gain(double[] policy, double[] reference, int i) {
        return policy[i] - reference[i];
    }

    private static double sigmoid(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    /** log(1 + e^x) without overflow. */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
