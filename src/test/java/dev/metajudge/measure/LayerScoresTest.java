package dev.metajudge.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LayerScoresTest {
    private static final double TOLERANCE = 1e-9;
    private static final int[] SCALE = {1, 2, 3, 4, 5};
    private static final int LAYERS = 31;

    @Test
    void equalTheReferenceInEveryCase() {
        JsonNode training = Golden.json("lager/training.json");
        Map<String, LayerWeights> weights = Map.of(
                "lager_uniform_all_layers", LayerWeights.uniform(LAYERS),
                "lager_uniform_last_dropped", LayerWeights.uniform(LAYERS, 0, LAYERS - 1),
                "lager_tuned_paper_1_epoch", weights(training.at("/runs/paper_1_epoch/weights")),
                "lager_tuned_paper_20_epochs", weights(training.at("/runs/paper_20_epochs/weights")));
        int cases = 0;
        for (JsonNode c : Golden.json("lager/scores.json").get("cases")) {
            for (String reading : new String[] {"with_final_norm", "no_final_norm"}) {
                LayerScores scores = new LayerScores(logits(c, reading), SCALE);
                assertThat(scores.vScore()).isEqualTo(c.get("vscore").asInt());
                assertThat(scores.eScore()).isCloseTo(c.get("escore").asDouble(), within(TOLERANCE));
                weights.forEach((name, w) -> check(scores, w, c.get(reading).get(name)));
                for (int layer = 0; layer < LAYERS; layer++) {
                    assertThat(scores.eScore(layer))
                            .isCloseTo(
                                    c.get(reading)
                                            .get("per_layer_escore")
                                            .get(layer)
                                            .asDouble(),
                                    within(TOLERANCE));
                }
                cases++;
            }
        }
        assertThat(cases).isEqualTo(48);
    }

    private static void check(LayerScores scores, LayerWeights weights, JsonNode expected) {
        assertThat(scores.lager(weights)).isCloseTo(expected.get("score").asDouble(), within(TOLERANCE));
        assertThat(scores.sum(weights)).containsExactly(Golden.doubles(expected.get("logits")), within(TOLERANCE));
        assertThat(scores.distribution(weights))
                .containsExactly(Golden.doubles(expected.get("probs")), within(TOLERANCE));
    }

    @Test
    void tuningEqualsTheReferenceStepByStep() {
        JsonNode runs = Golden.json("lager/training.json").get("runs");
        checkTuning(runs.get("paper_1_epoch"), LayerTuning.PAPER, LAYERS);
        checkTuning(
                runs.get("paper_20_epochs"), new LayerTuning(0.5, LayerTuning.ErrorTerm.ABSOLUTE, 0.01, 4, 20), LAYERS);
        double alpha = 1 / (1 + Math.exp(-0.5));
        checkTuning(
                runs.get("reference_code_head_1_epoch"),
                new LayerTuning(alpha, LayerTuning.ErrorTerm.SQUARED, 0.01, 4, 1),
                LAYERS - 1);
    }

    private static void checkTuning(JsonNode run, LayerTuning tuning, int layers) {
        double[][][] items = Golden.cube(Golden.tensor("lager/training.safetensors", "logits"), LAYERS, SCALE.length);
        for (int i = 0; i < items.length; i++) {
            items[i] = Arrays.copyOf(items[i], layers);
        }
        double[] labels = Golden.tensor("lager/training.safetensors", "labels");
        LayerTuning.Tuned tuned = tuning.tune(items, labels, SCALE);
        assertClose(tuned.losses(), run.get("losses"));
        assertClose(tuned.v(), run.get("v"));
        assertClose(tuned.weights().values(), run.get("weights"));
    }

    private static void assertClose(List<Double> actual, JsonNode expected) {
        assertThat(actual.stream().mapToDouble(Double::doubleValue).toArray())
                .containsExactly(Golden.doubles(expected), within(TOLERANCE));
    }

    @Test
    void whatIsNoItemIsRefused() {
        assertThatThrownBy(() -> new LayerScores(new double[][] {{1, 2}}, SCALE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LayerScores(new double[][] {{1, 2, 3, 4, Double.NaN}}, SCALE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LayerTuning.PAPER.tune(new double[][][] {{{1, 2, 3, 4, 5}}}, new double[] {6}, SCALE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside the scale");
        assertThatThrownBy(() -> LayerTuning.PAPER.tune(new double[0][][], new double[0], SCALE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double[][] logits(JsonNode c, String reading) {
        double[] flat =
                Golden.tensor("lager/layer_logits.safetensors", c.get("prefix").asText() + "/" + reading);
        return Golden.cube(flat, LAYERS, SCALE.length)[c.get("index").asInt()];
    }

    private static LayerWeights weights(JsonNode array) {
        return new LayerWeights(DoubleStream.of(Golden.doubles(array)).boxed().toList());
    }
}
