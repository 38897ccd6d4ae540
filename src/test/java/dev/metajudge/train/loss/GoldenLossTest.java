package dev.metajudge.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss against golden/dpo/losses.json: six pairs' values, their mean, rewards and gradients. */
class GoldenLossTest {
    private static final JsonNode GOLDEN = golden();

    /** Losses in the golden file, and here; betas and others are the file's. */
    static Stream<Case> cases() {
        return Stream.of(
                new Case("sigmoid", "sigmoid"),
                new Case("sigmoid_beta_0.5", "sigmoid"),
                new Case("cdpo", "cdpo"),
                new Case("robust", "robust"),
                new Case("hinge", "hinge"),
                new Case("hinge_beta_0.5", "hinge"),
                new Case("ipo", "ipo"),
                new Case("simpo", "simpo"),
                new Case("sppo_hard", "sppo_hard"),
                new Case("apo_zero", "apo_zero"),
                new Case("apo_down", "apo_down"),
                new Case("sft_token_mean", "sft"),
                new Case("sft_sequence_mean", "sft_sequence"),
                new Case("rpo_token_mean", "rpo"),
                new Case("rpo_sequence_mean", "sigmoid=1,sft_sequence=1"));
    }

    record Case(String golden, String loss) {}

    @Test
    void everyGoldenLossIsLookedAt() {
        var names = new ArrayList<String>();
        GOLDEN.get("losses").fieldNames().forEachRemaining(names::add);
        assertThat(names).hasSameElementsAs(cases().map(Case::golden).toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesRewardsAndGradientsAreTheGoldens(Case name) {
        JsonNode expected = GOLDEN.get("losses").get(name.golden());
        var loss = new MixedLoss(new LossSettings(
                Mixture.parse(name.loss()),
                expected.path("beta").asDouble(0.1),
                expected.path("gamma").asDouble(0),
                expected.path("label_smoothing").asDouble(0)));
        List<PairSums> pairs = pairs();
        double meanTokens = pairs.stream().mapToInt(PairSums::chosenTokens).sum() / 6.0;
        double mean = 0;
        for (int i = 0; i < 6; i++) {
            PairLoss at = loss.at(pairs.get(i), meanTokens);
            mean += at.value() / 6;
            close(
                    at.chosen() / 6,
                    expected.get("d_batch_loss_d_policy_chosen_logp").get(i));
            close(
                    at.rejected() / 6,
                    expected.get("d_batch_loss_d_policy_rejected_logp").get(i));
            if (!name.golden().endsWith("token_mean")) { // the file gives each pair the batch's mean of that term
                close(at.value(), expected.get("per_pair").get(i));
            }
            if (!expected.get("chosen_rewards").isNull()) {
                close(
                        loss.chosenReward(pairs.get(i)),
                        expected.get("chosen_rewards").get(i));
                close(
                        loss.rejectedReward(pairs.get(i)),
                        expected.get("rejected_rewards").get(i));
            }
        }
        close(mean, expected.get("batch_loss"));
    }

    private static void close(double actual, JsonNode expected) {
        assertThat(actual).isCloseTo(expected.doubleValue(), within(1e-12 + 1e-10 * Math.abs(expected.doubleValue())));
    }

    private static List<PairSums> pairs() {
        JsonNode sums = GOLDEN.get("sums");
        var pairs = new ArrayList<PairSums>();
        for (int i = 0; i < 6; i++) {
            pairs.add(new PairSums(
                    sums.get("policy_chosen").get(i).doubleValue(),
                    sums.get("policy_rejected").get(i).doubleValue(),
                    sums.get("reference_chosen").get(i).doubleValue(),
                    sums.get("reference_rejected").get(i).doubleValue(),
                    sums.get("chosen_tokens").get(i).intValue(),
                    sums.get("rejected_tokens").get(i).intValue()));
        }
        return pairs;
    }

    private static JsonNode golden() {
        try {
            return new ObjectMapper()
                    .readTree(
                            Path.of("src/test/resources/golden/dpo/losses.json").toFile());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
