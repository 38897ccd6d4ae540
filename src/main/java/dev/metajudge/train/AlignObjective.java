package dev.metajudge.train;

import dev.metajudge.measure.DistributionAlignment;
import dev.metajudge.model.engine.TorchModule;
import java.util.Arrays;
import java.util.List;

/**
 * Distribution alignment (arXiv 2505.12301): the model's distribution over a question's labels is brought to the
 * humans'.
 *
 * @param loss the loss of one question
 */
record AlignObjective(DistributionAlignment loss) implements Objective<LabelTokens> {
    @Override
    public String name() {
        return "align " + loss;
    }

    @Override
    public boolean needsReference() {
        return false;
    }

    @Override
    public double[] reference(TorchModule module, List<LabelTokens> pack) {
        return new double[0];
    }

    @Override
    public Pass pass(Policy policy, List<LabelTokens> pack, double[] reference, Share share) {
        var packed = new PackedLabels(pack);
        double[] numbers = policy.accumulate("choices", packed::arrays, logits -> {
            var gradient = new double[logits.length];
            List<double[]> each = packed.split(logits);
            for (int i = 0; i < pack.size(); i++) {
                DistributionAlignment.Loss at = loss.at(pack.get(i).shares(), each.get(i));
                for (int label = 0; label < each.get(i).length; label++) {
                    gradient[i * packed.widest() + label] = at.gradient().get(label) / share.lessons();
                }
            }
            return gradient;
        });
        return measured(packed, numbers, share);
    }

    @Override
    public Pass look(Policy policy, List<LabelTokens> pack, double[] reference, Share share) {
        var packed = new PackedLabels(pack);
        return measured(packed, policy.numbers("choices", packed::arrays), share);
    }

    private Pass measured(PackedLabels packed, double[] logits, Share share) {
        if (!Arrays.stream(logits).allMatch(Double::isFinite)) {
            return new Pass(Double.NaN, Rewards.NONE);
        }
        double total = 0;
        List<double[]> each = packed.split(logits);
        for (int i = 0; i < each.size(); i++) {
            total += loss.at(packed.questions().get(i).shares(), each.get(i)).value() / share.lessons();
        }
        return new Pass(total, Rewards.NONE);
    }
}
