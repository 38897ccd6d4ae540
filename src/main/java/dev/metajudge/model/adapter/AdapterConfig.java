package dev.metajudge.model.adapter;

import java.util.List;

/**
 * The settings of a LoRA adapter (arXiv 2106.09685): a weight W becomes W + scale B A.
 *
 * @param base the model that it was trained on, as a name or path; empty when not known
 * @param rank r, the rows of A and columns of B, 1 or more
 * @param alpha divided by the rank it is the scale, above 0
 * @param rankStabilized whether alpha is divided by the root of the rank instead (rsLoRA, arXiv 2312.03732)
 * @param dropout share of A's inputs that training left out, 0 to 1; without effect on the trained model
 * @param targets which linear layers have matrices, by the last part of their names ("q_proj"), sorted
 */
public record AdapterConfig(
        String base, int rank, double alpha, boolean rankStabilized, double dropout, List<String> targets) {
    /** More than any model is wide. */
    private static final int HIGHEST_RANK = 1 << 16;

    public AdapterConfig {
        targets = targets.stream().distinct().sorted().toList();
        require(rank >= 1 && rank <= HIGHEST_RANK, "the rank must be from 1 to %d".formatted(HIGHEST_RANK), rank);
        require(alpha > 0 && Double.isFinite(alpha), "alpha must be above 0", alpha);
        require(dropout >= 0 && dropout < 1, "the dropout must be 0 or more and below 1", dropout);
        require(!targets.isEmpty(), "there must be a target", targets);
    }

    /** What B A is multiplied by. */
    public double scale() {
        return alpha / (rankStabilized ? Math.sqrt(rank) : rank);
    }

    private static void require(boolean held, String rule, Object value) {
        if (!held) {
            throw new IllegalArgumentException("%s, not %s".formatted(rule, value));
        }
    }
}
