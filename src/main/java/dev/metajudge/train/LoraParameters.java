package dev.metajudge.train;

import ai.djl.pytorch.engine.PtNDManager;
import dev.metajudge.model.engine.TorchModule;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * A LoRA adapter (arXiv 2106.09685): y = W x + scale B A x. The decoder's own weights stay as they are.
 *
 * @param layout where A and B of each weight stand
 * @param scale alpha/r, or alpha/sqrt(r) (arXiv 2312.03732)
 * @param dropout share of A's inputs that a pass leaves out; the others grow by 1/(1 - dropout)
 */
record LoraParameters(LoraLayout layout, double scale, double dropout) implements Parameters {
    static LoraParameters of(LoraLayout layout, LoraSettings settings) {
        double divisor = settings.rsLora() ? Math.sqrt(settings.rank()) : settings.rank();
        return new LoraParameters(layout, settings.alpha() / divisor, settings.dropout());
    }

    @Override
    public long size() {
        return layout.size();
    }

    @Override
    public void begin(FlatVector numbers, long seed) {
        numbers.put(0, layout.initial(seed));
    }

    @Override
    public void learn(TorchModule module, FlatVector numbers, FlatVector gradient, long seed) {
        equip(module, numbers, gradient, dropout, seed);
    }

    @Override
    public void look(TorchModule module, FlatVector numbers, FlatVector gradient) {
        equip(module, numbers, gradient, 0, 0);
    }

    private void equip(TorchModule module, FlatVector numbers, FlatVector gradient, double dropped, long seed) {
        try (PtNDManager scope = module.scope()) {
            double[] settings = DoubleStream.concat(
                            DoubleStream.of(scale, layout.rank(), dropped), Arrays.stream(layout.flags()))
                    .toArray();
            module.invoke("equip", numbers.array(), gradient.array(), scope.create(settings), seed);
        }
    }

    @Override
    public void changed(TorchModule module, FlatVector numbers) {
        // each pass takes the numbers themselves
    }

    @Override
    public void restore(TorchModule module, FlatVector numbers) {
        module.invoke("bare");
    }
}
