package dev.metajudge.train.loss;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What preference training makes smaller. What cannot go together is refused here, so at start.
 *
 * @param loss one loss or a mixture
 * @param beta strength of the pull towards the reference; SimPO's factor of mean log-probabilities; ORPO's weight of
 *     the odds ratio (its lambda)
 * @param gamma SimPO's margin, not divided by beta; 0 for all others
 * @param labelSmoothing cDPO's and robust DPO's share of pairs whose labels are swapped; 0 for all others
 */
public record LossSettings(Mixture loss, double beta, double gamma, double labelSmoothing) {
    /** A summed log-ratio's beta is far below this, a mean log-probability's above it (arXiv 2405.14734: 2 to 10). */
    private static final double LEAST_SIMPO_BETA = 0.5;

    /** DPO with the given beta. */
    public static LossSettings dpo(double beta) {
        return new LossSettings(Mixture.of(LossKind.SIGMOID), beta, 0, 0);
    }

    /** Fine-tuning on completions; beta is of no account. */
    public static LossSettings sft() {
        return sft(Mixture.of(LossKind.SFT));
    }

    /** The same by a loss of completions alone. */
    public static LossSettings sft(Mixture loss) {
        return new LossSettings(loss, 1, 0, 0);
    }

    public LossSettings {
        require(beta > 0 && Double.isFinite(beta), "beta must be above 0, not " + beta);
        require(gamma >= 0 && Double.isFinite(gamma), "gamma must be 0 or more, not " + gamma);
        require(
                labelSmoothing >= 0 && labelSmoothing < 0.5,
                "labelSmoothing must be 0 to below 0.5, not %s: from half on, labels say nothing"
                        .formatted(labelSmoothing));
        alone(loss, LossKind.SIMPO, "its beta is of mean log-probabilities without a reference");
        alone(loss, LossKind.ORPO, "its beta is the weight of an odds ratio without a reference");
        alone(loss, LossKind.IPO, "its beta is of a token's mean log-ratio");
        smoothing(loss, labelSmoothing);
        require(
                gamma == 0 || loss.has(LossKind.SIMPO),
                "gamma is simpo's margin, and loss is %s: leave gamma out, or use loss simpo".formatted(loss));
        require(
                !loss.has(LossKind.SIMPO) || beta >= LEAST_SIMPO_BETA,
                "beta of simpo multiplies mean log-probabilities: it is 2 to 10 in its paper, and %s is too low for it"
                        .formatted(beta));
    }

    /** Losses whose betas are of unlike numbers cannot share one. */
    private static void alone(Mixture loss, LossKind kind, String why) {
        if (loss.has(kind)) {
            String others = loss.parts().stream()
                    .map(Mixture.Part::kind)
                    .filter(other -> other != kind && !other.ofCompletionsAlone())
                    .map(LossKind::label)
                    .collect(Collectors.joining(", "));
            require(
                    others.isEmpty(),
                    "loss cannot mix %s with %s: %s, theirs are not; mix it with sft or sft_sequence only"
                            .formatted(kind.label(), others, why));
        }
    }

    private static void smoothing(Mixture loss, double share) {
        List<LossKind> smoothed = Arrays.asList(LossKind.CDPO, LossKind.ROBUST);
        boolean uses = smoothed.stream().anyMatch(loss::has);
        require(
                share == 0 || uses,
                "labelSmoothing is for losses cdpo and robust, and loss is %s: leave it out, or use one of them"
                        .formatted(loss));
        require(
                share > 0 || !uses,
                "labelSmoothing must be above 0 for %s, such as 0.1: with 0 it is sigmoid".formatted(loss));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
