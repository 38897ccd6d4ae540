package dev.metajudge.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanChoiceTest {
    private static final int[] SCALE = {1, 2, 3};

    /** Five layers, of which only 2 and 3 know the rating: each with noise of its own, so both together are best. */
    private static double[][][] items(double[] ratings, Random random) {
        var items = new double[ratings.length][5][3];
        for (int i = 0; i < items.length; i++) {
            for (int layer = 0; layer < 5; layer++) {
                for (int s = 0; s < 3; s++) {
                    double knows = layer == 2 || layer == 3 ? -2 * Math.abs(SCALE[s] - ratings[i]) : 0;
                    items[i][layer][s] = knows + 1.5 * random.nextGaussian();
                }
            }
        }
        return items;
    }

    private static double[] ratings(int count) {
        var ratings = new double[count];
        for (int i = 0; i < count; i++) {
            ratings[i] = 1 + i % 3;
        }
        return ratings;
    }

    @Test
    void theLayersThatKnowAreChosenAndFoldsSaySo() {
        double[] ratings = ratings(300);
        double[][][] items = items(ratings, new Random(4));
        for (SpanChoice.Criterion criterion : SpanChoice.Criterion.values()) {
            SpanChoice choice = SpanChoice.of(items, ratings, SCALE, 5, criterion, new Random(1));
            assertThat(new int[] {choice.from(), choice.to()})
                    .as("%s", criterion)
                    .containsExactly(2, 4);
            assertThat(choice.weights(5).values()).containsExactly(0.0, 0.0, 0.5, 0.5, 0.0);
            assertThat(choice.folds()).hasSize(5).allMatch(fold -> fold.from() == 2 && fold.to() == 4);
            for (int k = 0; k < 5; k++) {
                assertThat(choice.folds().get(k).value())
                        .isGreaterThan(choice.allLayers().get(k))
                        .isGreaterThan(choice.lastLayer().get(k));
            }
            assertThat(SpanChoice.of(items, ratings, SCALE, 5, criterion, new Random(1)))
                    .isEqualTo(choice);
        }
    }

    /** Where nothing is to be known, the value on the items chosen on looks good and the folds do not. */
    @Test
    void foldsAreNotFooledByNoise() {
        double[] ratings = ratings(60);
        double[][][] items = new double[60][40][3];
        var random = new Random(9);
        for (double[][] item : items) {
            for (double[] layer : item) {
                for (int s = 0; s < 3; s++) {
                    layer[s] = random.nextGaussian();
                }
            }
        }
        SpanChoice choice = SpanChoice.of(items, ratings, SCALE, 5, SpanChoice.Criterion.SPEARMAN, new Random(1));
        assertThat(choice.value()).isGreaterThan(0.2);
        assertThat(choice.folds().stream()
                        .mapToDouble(SpanChoice.Fold::value)
                        .average()
                        .orElseThrow())
                .isLessThan(0.2);
    }

    @Test
    void withoutADifferenceInRatingsThereIsNothingToChoose() {
        double[] same = {2, 2, 2, 2};
        double[][][] items = items(same, new Random(1));
        assertThatThrownBy(() -> SpanChoice.of(items, same, SCALE, 2, SpanChoice.Criterion.SPEARMAN, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("all ratings equal");
        assertThatThrownBy(() -> SpanChoice.of(items, same, SCALE, 5, SpanChoice.Criterion.MAE, new Random(1)))
                .hasMessageContaining("folds");
    }
}
