package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/** The rules of the loop, written down plainly a second time over the exported rows alone. */
@NullUnmarked // what is missing fails the test
final class Recomputed {
    private record Plain(List<JsonNode> all) {
        List<JsonNode> with(String column, Object value) {
            return all.stream()
                    .filter(row -> row.path(column).asText().equals(value.toString()))
                    .toList();
        }
    }

    private final Map<String, Plain> tables = new TreeMap<>();
    private final JsonNode recipe;
    private final String counted;
    int rewards;
    int ratings;
    int pairs;

    Recomputed(Path folder, JsonNode recipe) {
        for (var table :
                List.of("response", "judgment", "reward", "verdict", "position_weight", "rating", "pair_outcome")) {
            tables.put(table, new Plain(ExportedRowsTest.rows(folder, table)));
        }
        tables.put("pair", new Plain(ExportedRowsTest.rows(folder, "preference_pair")));
        tables.put("round_prompt", new Plain(ExportedRowsTest.rows(folder, "round_prompt")));
        this.recipe = recipe;
        this.counted = recipe.path("judge").path("reward").asText().equals("parsed") ? "score" : "expected";
    }

    private List<JsonNode> rows(String table, int round) {
        return tables.get(table).with("round", round);
    }

    void round(int round) {
        Map<String, Double> reward = new TreeMap<>();
        Map<String, Double> variance = new TreeMap<>();
        for (var response : rows("response", round)) {
            if (response.path("duplicate_of").isNull()) {
                reward(response.path("id").asText(), reward, variance);
            }
        }
        var weights = weights(round);
        Map<String, Double> strength = new TreeMap<>();
        for (var prompt : rows("round_prompt", round)) {
            var id = prompt.path("prompt").asText();
            actorPair(round, id, reward);
            ratings(round, id, weights, variance, strength);
            judgePair(round, id, strength);
        }
    }

    /** The expectation of the softmax of the layers' mean logits, where a judgment has layers. */
    private static void expectation(JsonNode judgment) {
        if (judgment.path("layers").isNull()) {
            return;
        }
        var layers = ExportedRowsTest.json(judgment.path("layers").asText());
        double total = 0;
        double sum = 0;
        for (int s = 0; s < layers.get(0).size(); s++) {
            double logit = 0;
            for (var layer : layers) {
                logit += layer.get(s).asDouble() / layers.size();
            }
            total += Math.exp(logit);
            sum += (s + 1) * Math.exp(logit);
        }
        assertThat(judgment.path("expected").asDouble()).isCloseTo(sum / total, within(1e-9));
    }

    private void reward(String response, Map<String, Double> reward, Map<String, Double> variance) {
        tables.get("judgment").with("response", response).forEach(Recomputed::expectation);
        var scores = tables.get("judgment").with("response", response).stream()
                .filter(judgment -> !judgment.path("score").isNull()
                        && !judgment.path(counted).isNull())
                .mapToDouble(judgment -> judgment.path(counted).asDouble())
                .toArray();
        var row = tables.get("reward").with("response", response).getFirst();
        rewards++;
        assertThat(row.path("valid").asInt()).isEqualTo(scores.length);
        if (scores.length == 0) {
            assertThat(row.path("reward").isNull()).isTrue();
            return;
        }
        double sum = 0;
        double squares = 0;
        for (double score : scores) {
            sum += score;
            squares += score * score;
        }
        double mean = sum / scores.length;
        reward.put(response, mean);
        variance.put(response, scores.length < 2 ? -1 : squares / scores.length - mean * mean);
        assertThat(row.path("reward").asDouble()).isCloseTo(mean, within(1e-12));
        assertThat(row.path("variance").asDouble()).isCloseTo(squares / scores.length - mean * mean, within(1e-9));
    }

    private double[] weights(int round) {
        double first = rows("verdict", round).stream()
                .filter(v -> v.path("outcome").asInt() == 1)
                .count();
        double second = rows("verdict", round).stream()
                .filter(v -> v.path("outcome").asInt() == -1)
                .count();
        double all = first + second;
        double[] weights = all == 0 ? new double[] {0.5, 0.5} : new double[] {second / all, first / all};
        for (var row : rows("position_weight", round)) {
            int place = row.path("place").asInt();
            assertThat(row.path("wins").asInt()).isEqualTo((int) (place == 1 ? first : second));
            assertThat(row.path("weight").asDouble()).isCloseTo(weights[place - 1], within(1e-12));
        }
        return weights;
    }

    private void ratings(
            int round, String prompt, double[] weights, Map<String, Double> variance, Map<String, Double> strength) {
        var rated = rows("rating", round).stream()
                .filter(row -> row.path("prompt").asText().equals(prompt))
                .toList();
        if (rated.isEmpty()) {
            return;
        }
        var response = rated.getFirst().path("response").asText();
        double highest = variance.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("r" + round + "." + prompt + "."))
                .mapToDouble(Map.Entry::getValue)
                .max()
                .orElseThrow();
        assertThat(variance.get(response)).isCloseTo(highest, within(1e-9));
        var ids = rated.stream().map(row -> row.path("judgment").asText()).toList();
        var wins = new double[ids.size()][ids.size()];
        for (var verdict : tables.get("verdict").with("response", response)) {
            int a = ids.indexOf(verdict.path("shown_first").asText());
            int b = ids.indexOf(verdict.path("shown_second").asText());
            switch (verdict.path("outcome").asInt()) {
                case 1 -> wins[a][b] += weights[0];
                case -1 -> wins[b][a] += weights[1];
                default -> {}
            }
        }
        var fitted = climb(wins);
        for (int i = 0; i < ids.size(); i++) {
            assertThat(rated.get(i).path("strength").asDouble()).isCloseTo(fitted[i], within(1e-6));
            strength.put(ids.get(i), rated.get(i).path("strength").asDouble());
            ratings++;
        }
    }

    /** Plain gradient ascent of the log-likelihood less 0.005 times the sum of squares. */
    private static double[] climb(double[][] wins) {
        var x = new double[wins.length];
        for (int step = 0; step < 40_000; step++) {
            var up = new double[x.length];
            for (int m = 0; m < x.length; m++) {
                up[m] -= 0.01 * x[m];
                for (int n = 0; n < x.length; n++) {
                    double pull = wins[m][n] / (1 + Math.exp(x[m] - x[n]));
                    up[m] += pull;
                    up[n] -= pull;
                }
            }
            for (int m = 0; m < x.length; m++) {
                x[m] += 0.2 * up[m];
            }
        }
        return x;
    }

    private void actorPair(int round, String prompt, Map<String, Double> reward) {
        var rho = schedule("lengthTier", round);
        var limit = schedule("maxChosenResponse", round);
        var candidates = rows("response", round).stream()
                .filter(row -> row.path("prompt").asText().equals(prompt))
                .filter(row -> reward.containsKey(row.path("id").asText()))
                .sorted((a, b) -> Integer.compare(
                        a.path("sample").asInt(), b.path("sample").asInt()))
                .toList();
        var values = candidates.stream()
                .map(row -> reward.get(row.path("id").asText()))
                .toList();
        double max = values.stream().mapToDouble(v -> v).max().orElse(0);
        double min = values.stream().mapToDouble(v -> v).min().orElse(0);
        JsonNode chosen = null;
        JsonNode rejected = null;
        for (var row : candidates) {
            double value = reward.get(row.path("id").asText());
            if (value >= (1 - rho) * max + rho * min - 1e-12 && better(row, chosen, reward, 1)) {
                chosen = row;
            }
            if (value <= (1 - rho) * min + rho * max + 1e-12 && better(row, rejected, reward, -1)) {
                rejected = row;
            }
        }
        boolean pair = candidates.size() >= 2
                && max > min
                && rho < 0.5
                && chosen.path("characters").asInt() <= limit;
        check(round, prompt, "actor", pair ? List.of(id(chosen), id(rejected)) : List.of());
    }

    private static boolean better(JsonNode row, JsonNode known, Map<String, Double> reward, int sign) {
        if (known == null) {
            return true;
        }
        int length = sign
                * Integer.compare(
                        row.path("characters").asInt(), known.path("characters").asInt());
        return length < 0 || (length == 0 && sign * Double.compare(reward.get(id(row)), reward.get(id(known))) > 0);
    }

    private void judgePair(int round, String prompt, Map<String, Double> strength) {
        var judgments = rows("judgment", round).stream()
                .filter(row -> row.path("prompt").asText().equals(prompt) && strength.containsKey(id(row)))
                .sorted((a, b) -> Integer.compare(
                        a.path("sample").asInt(), b.path("sample").asInt()))
                .toList();
        JsonNode chosen = null;
        JsonNode rejected = null;
        for (var row : judgments) {
            double value = strength.get(id(row));
            chosen = chosen == null || value > strength.get(id(chosen)) + 1e-9 ? row : chosen;
            rejected = rejected == null || value < strength.get(id(rejected)) - 1e-9 ? row : rejected;
        }
        boolean pair = chosen != null
                && !chosen.equals(rejected)
                && chosen.path("characters").asInt() <= schedule("maxChosenJudgment", round);
        check(round, prompt, "judge", pair ? List.of(id(chosen), id(rejected)) : List.of());
    }

    private void check(int round, String prompt, String kind, List<String> expected) {
        var stored = tables.get("pair").with("id", "r" + round + "." + prompt + "." + kind);
        var ids = stored.stream()
                .flatMap(row -> List.of(
                        row.path("chosen").asText(), row.path("rejected").asText())
                        .stream())
                .toList();
        assertThat(ids).as("%s pair of %s in round %d", kind, prompt, round).isEqualTo(expected);
        pairs += stored.size();
    }

    private double schedule(String name, int round) {
        var entries = recipe.path("rounds");
        var own =
                entries.path(Math.min(round, entries.size()) - 1).path("pairs").path(name);
        return (own.isMissingNode() ? recipe.path("pairs").path(name) : own).asDouble();
    }

    private static String id(JsonNode row) {
        return row.path("id").asText();
    }
}
