package dev.metajudge.export;

import dev.metajudge.model.Activation;
import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whether a file that was written computes what the model computes; a format may have no words for a setting. */
final class ShapeComparison {
    /** Files keep settings as 32-bit floats. */
    private static final double ROUNDING = 1e-5;

    private ShapeComparison() {}

    /** The first setting that differs, in words. */
    static Optional<String> difference(ModelConfig model, ModelConfig written) {
        if (plain(model.family()) != plain(written.family())) {
            return Optional.of("a %s would be a %s"
                    .formatted(model.family().label(), written.family().label()));
        }
        Map<String, double[]> asked = figures(model);
        Map<String, double[]> had = figures(written);
        for (var entry : asked.entrySet()) {
            double[] there = had.getOrDefault(entry.getKey(), new double[0]);
            double[] here = entry.getValue();
            for (int i = 0; i < here.length; i++) {
                double other = i < there.length ? there[i] : Double.NaN;
                if (!(Math.abs(here[i] - other) <= ROUNDING * Math.max(Math.abs(here[i]), Math.abs(other)))) {
                    return Optional.of("%s would be %s instead of %s".formatted(entry.getKey(), other, here[i]));
                }
            }
        }
        return Optional.empty();
    }

    /** A Mistral is a Llama with attention windows, which are compared by themselves. */
    private static ModelConfig.Family plain(ModelConfig.Family family) {
        return family == ModelConfig.Family.MISTRAL ? ModelConfig.Family.LLAMA : family;
    }

    private static Map<String, double[]> figures(ModelConfig config) {
        var figures = new LinkedHashMap<String, double[]>();
        figures.put("the sizes", new double[] {
            config.layers(),
            config.hidden(),
            config.heads(),
            config.kvHeads(),
            config.headDim(),
            config.intermediate(),
            config.vocabulary(),
            config.context()
        });
        figures.put("the norm's epsilon", new double[] {config.normEpsilon()});
        figures.put("the tied output", new double[] {config.tiedOutput() ? 1 : 0});
        figures.put("the activation", new double[] {config.activation() == Activation.SILU ? 1 : 0});
        figures.put("the scale of queries", new double[] {config.attention().queryScale()});
        figures.put("a cap", new double[] {config.attention().softCap(), config.finalSoftCap()});
        for (int layer = 0; layer < config.layers(); layer++) {
            LayerAttention attention = config.attention().layers().get(layer);
            figures.put("the attention window of layer " + layer, new double[] {attention.window()});
            figures.put(
                    "the rotary embedding of layer " + layer, attention.rope().frequencies(config.headDim(), 1));
            figures.put(
                    "the long rotary embedding of layer " + layer,
                    attention.rope().frequencies(config.headDim(), Integer.MAX_VALUE));
            figures.put(
                    "the rotary magnitude of layer " + layer,
                    new double[] {attention.rope().magnitude()});
        }
        return figures;
    }
}
