package dev.metajudge.train;

import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterChain;
import dev.metajudge.model.adapter.AdapterConfig;
import dev.metajudge.model.adapter.WholeWeights;
import dev.metajudge.model.load.LoadedModel;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/** What is learned of a model, and the folder that it becomes. */
sealed interface Learned {
    Parameters parameters();

    /**
     * Writes the folder in place of one that may be there.
     *
     * @return SHA-256 of its numbers
     */
    String write(StateFile end, Path folder);

    static Learned of(LoadedModel model, TrainSettings settings) {
        return switch (settings.weights()) {
            case LORA ->
                new OfAdapter(
                        model,
                        settings.lora(),
                        new LoraLayout(
                                model.files().config(),
                                settings.lora().rank(),
                                settings.lora().layers()));
            case FULL ->
                new OfWeights(
                        model,
                        new WeightLayout(model.files().config(), model.files().weights()));
        };
    }

    /** A LoRA adapter, in PEFT's format. */
    record OfAdapter(LoadedModel model, LoraSettings lora, LoraLayout layout) implements Learned {
        @Override
        public Parameters parameters() {
            return LoraParameters.of(layout, lora);
        }

        @Override
        public String write(StateFile end, Path folder) {
            float[] numbers = end.result((file, tensor) -> {
                var all = new float[layout.size()];
                file.read(tensor, FloatBuffer.wrap(all));
                return all;
            });
            var config = new AdapterConfig(
                    BaseName.of(model.checkpoint(), folder),
                    lora.rank(),
                    lora.alpha(),
                    lora.rsLora(),
                    lora.dropout(),
                    lora.layers());
            return Adapter.write(folder, config, layout.pairs(numbers)).digest();
        }
    }

    /** All weights. What the model's chain holds is in them, so that they stand on its base alone. */
    record OfWeights(LoadedModel model, WeightLayout layout) implements Learned {
        @Override
        public Parameters parameters() {
            return new AllParameters(layout.size(), model::numbers);
        }

        @Override
        public String write(StateFile end, Path folder) {
            String base =
                    BaseName.absolute(AdapterChain.resolve(model.checkpoint()).source());
            return end.result((file, tensor) ->
                            WholeWeights.write(folder, base, model.files().config(), layout.of(file, tensor)))
                    .digest();
        }
    }
}
