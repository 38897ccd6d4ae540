package dev.metajudge.train;

import dev.metajudge.Spelling;
import java.util.List;

/**
 * LoRA adapters (arXiv 2106.09685), by PEFT's settings.
 *
 * @param rank r, the rows of A and columns of B
 * @param alpha adapters are scaled by alpha/r
 * @param dropout share of A's inputs that training leaves out
 * @param targets which linear layers get adapters: "all-linear", or some by the last part of their names, as "q_proj"
 * @param rsLora whether adapters are scaled by alpha/sqrt(r) instead (arXiv 2312.03732)
 */
public record LoraSettings(int rank, double alpha, double dropout, List<String> targets, boolean rsLora) {
    /** All linear layers but the output head. */
    public static final String ALL_LINEAR = "all-linear";

    private static final List<String> KNOWN =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", ALL_LINEAR);

    /** On all linear layers, without dropout. */
    public static LoraSettings of(int rank, double alpha) {
        return new LoraSettings(rank, alpha, 0, List.of(ALL_LINEAR), false);
    }

    public LoraSettings {
        targets = List.copyOf(targets);
        Rule.require(rank >= 1, "rank must be 1 or more", rank);
        Rule.require(alpha > 0 && Double.isFinite(alpha), "alpha must be above 0", alpha);
        Rule.require(dropout >= 0 && dropout < 1, "dropout must be 0 to below 1", dropout);
        Rule.require(!targets.isEmpty(), "targets must name layers, or " + ALL_LINEAR, "nothing");
        for (String target : targets) {
            Rule.require(
                    KNOWN.contains(target),
                    "targets must be of " + String.join(", ", KNOWN),
                    '"' + target + '"' + Spelling.hint(target, KNOWN));
        }
        Rule.require(
                targets.size() == 1 || !targets.contains(ALL_LINEAR),
                "targets must be " + ALL_LINEAR + " or a list of others",
                "both");
    }

    /** The linear layers that get adapters, by the last part of their names. */
    public List<String> layers() {
        return targets.contains(ALL_LINEAR)
                ? KNOWN.subList(0, KNOWN.size() - 1)
                : targets.stream().distinct().toList();
    }
}
