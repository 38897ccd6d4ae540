package dev.metajudge.export;

import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterConfig;
import dev.metajudge.model.adapter.LoraPair;
import dev.metajudge.model.engine.Decoder;
import dev.metajudge.model.files.Weights;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.source.ModelResolver;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Adapters with random numbers, and what a model computes here. */
final class ExportFixture {
    static final Path TINY = Path.of("src/test/resources/golden/gguf/tiny-llama-f32.gguf");

    private ExportFixture() {}

    /** An adapter on every query, value and down projection, strong enough to be seen in the logits. */
    static Path adapter(Path folder, String model, int rank, double alpha, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var targets = List.of("down_proj", "q_proj", "v_proj");
        var pairs = new HashMap<String, LoraPair>();
        try (var open = AdaptedModel.open(new Checkpoint(model, List.of()), ModelResolver.ofUser())) {
            Weights weights = open.files().weights();
            for (String name : weights.names()) {
                if (targets.stream().anyMatch(target -> name.endsWith(target + ".weight"))) {
                    long[] shape = weights.shape(name);
                    pairs.put(name, new LoraPair(rank, numbers(random, (int) (rank * shape[1])), numbers(random, (int)
                            (shape[0] * rank))));
                }
            }
        }
        Adapter.write(folder, new AdapterConfig("", rank, alpha, false, 0, targets), pairs);
        return folder;
    }

    private static float[] numbers(RandomGenerator random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (random.nextGaussian() * 0.02);
        }
        return numbers;
    }

    /** The last position's logits in 32-bit floats. */
    static float[] logits(Checkpoint checkpoint, int[] tokens) {
        try (var model = LoadedModel.open(checkpoint, Precision.FP32, ModelResolver.ofUser(), Optional.empty())) {
            Decoder decoder = model.decoder();
            decoder.begin(1, tokens.length, 1, 512);
            float[][] states = decoder.hiddenStates(tokens);
            float[][] logits = decoder.logits(states[states.length - 1]);
            decoder.end();
            return logits[logits.length - 1];
        }
    }
}
