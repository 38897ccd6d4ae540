package dev.metajudge.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RatingsTest {
    private static final double TOLERANCE = 1e-6;

    @Test
    void equalTheReferenceInEveryCase() throws IOException {
        JsonNode golden = golden();
        assertThat(golden.get("lambda").asDouble()).isEqualTo(Ratings.PRIOR);
        int cases = 0;
        for (JsonNode c : golden.get("cases")) {
            String name = c.get("name").asText();
            List<Battle> battles = battles(c.get("r"));
            var weights =
                    new PositionWeights(c.get("w1").asDouble(), c.get("w2").asDouble());
            int n = c.get("n").asInt();
            double[][] wins = Ratings.matrix(n, battles, weights);
            double[] ratings = Ratings.of(n, battles, weights);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    assertThat(wins[i][j])
                            .as(name)
                            .isCloseTo(c.at("/B/" + i + "/" + j).asDouble(), within(1e-15));
                }
                assertThat(ratings[i])
                        .as(name)
                        .isCloseTo(c.at("/strengths/" + i).asDouble(), within(TOLERANCE));
            }
            assertThat(Arrays.stream(ratings).sum()).isCloseTo(0, within(1e-12));
            checkExtremes(c, ratings);
            checkWeights(c, battles);
            cases++;
        }
        assertThat(cases).isEqualTo(30);
    }

    private static void checkExtremes(JsonNode c, double[] ratings) {
        List<RatedJudgment<Integer>> judgments = new ArrayList<>();
        for (int i = 0; i < ratings.length; i++) {
            judgments.add(new RatedJudgment<>(i, 1, ratings[i], 3));
        }
        int highest = c.get("highest").asInt();
        int lowest = c.get("lowest").asInt();
        PairOutcome<Integer> expected = highest == lowest
                ? new PairOutcome.NoPair<>(PairOutcome.Reason.ALL_EQUAL)
                : new PairOutcome.Pair<>(highest, lowest);
        assertThat(new JudgePairs(1, false).pair(judgments))
                .as(c.get("name").asText())
                .isEqualTo(expected);
    }

    private static void checkWeights(JsonNode c, List<Battle> battles) {
        PositionWeights weights = PositionWeights.of(battles);
        assertThat(weights)
                .isEqualTo(PositionWeights.of(
                        c.get("wins_first_position").asLong(),
                        c.get("wins_second_position").asLong()));
        if (c.get("w1").asDouble() != 0.5) {
            assertThat(weights.first()).isEqualTo(c.get("w1").asDouble());
            assertThat(weights.second()).isEqualTo(c.get("w2").asDouble());
        }
    }

    /** Two judgments, one win of weight 1: 1 - sigma(2e) = .01 e at the optimum. */
    @Test
    void solvesTheEquationOfASingleWin() {
        double[] ratings = new BradleyTerry(0.01).fit(new double[][] {{0, 1}, {0, 0}});
        double e = ratings[0];
        assertThat(1 / (1 + Math.exp(2 * e))).isCloseTo(0.01 * e, within(1e-12));
        assertThat(ratings[1]).isEqualTo(-e);
    }

    @Test
    void everyMatrixHasAFiniteOptimum() {
        var random = new SplittableRandom(5);
        for (int trial = 0; trial < 3_000; trial++) {
            int n = random.nextInt(12);
            double scale = Math.pow(10, random.nextDouble(-3, 4));
            double[][] wins = new double[n][n];
            for (double[] row : wins) {
                for (int j = 0; j < n; j++) {
                    row[j] = random.nextDouble() < 0.4 ? 0 : scale * random.nextDouble();
                }
            }
            double[] ratings = new BradleyTerry(Ratings.PRIOR).fit(wins);
            assertThat(Arrays.stream(ratings).allMatch(Double::isFinite)).isTrue();
            assertThat(Arrays.stream(ratings).sum()).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void refusesWhatIsNoBattle() {
        assertThatThrownBy(() -> new Battle(1, 1, Battle.Outcome.FIRST)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BradleyTerry(0)).isInstanceOf(IllegalArgumentException.class);
        var fit = new BradleyTerry(1);
        assertThatThrownBy(() -> fit.fit(new double[][] {{0, Double.NaN}, {0, 0}}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fit.fit(new double[][] {{0, 1}})).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Battle> battles(JsonNode r) {
        List<Battle> battles = new ArrayList<>();
        for (int m = 0; m < r.size(); m++) {
            for (int n = 0; n < r.size(); n++) {
                if (m != n) {
                    Battle.Outcome outcome =
                            switch (r.get(m).get(n).asInt()) {
                                case 1 -> Battle.Outcome.FIRST;
                                case -1 -> Battle.Outcome.SECOND;
                                default -> Battle.Outcome.UNDECIDED;
                            };
                    battles.add(new Battle(m, n, outcome));
                }
            }
        }
        return battles;
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = RatingsTest.class.getResourceAsStream("/golden/elo.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
