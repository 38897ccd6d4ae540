package dev.metajudge.train;

import dev.metajudge.measure.DistributionAlignment;
import dev.metajudge.model.engine.TorchModule;
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
    public double[] reference(TorchModule module, List<LabelTokens> pack) {
        return new double[0];
    }

    @Override
    public Pass pass(LoraPolicy policy, List<LabelTokens> pack, double[] reference, Share share) {
        var packed = new PackedLabels(pack);
        var total = new double[1];
        double[] numbers = policy.accumulate("choices", packed::arrays, logits -> {
            var gradient = new double[logits.length];
            List<double[]> each = packed.split(logits);
            for (int i = 0; i < pack.size(); i++) {
                DistributionAlignment.Loss at = loss.at(pack.get(i).shares(), each.get(i));
                total[0] += at.value() / share.lessons();
                for (int label = 0; label < each.get(i).length; label++) {
                    gradient[i * packed.widest() + label] = at.gradient().get(label) / share.lessons();
                }
            }
            return gradient;
        });
        boolean finite = java.util.Arrays.stream(numbers).allMatch(Double::isFinite);
        return new Pass(finite ? total[0] : Double.NaN, Rewards.NONE);
    }
}
