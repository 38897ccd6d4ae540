package dev.metajudge.train.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The losses by name, as recipes and TRL write them. */
public enum LossKind {
    /** Direct preference optimisation (arXiv 2305.18290). */
    SIGMOID(Unit.SUM),
    /** The same with labels that may be swapped: conservative DPO. */
    CDPO(Unit.SUM),
    /** An unbiased loss under swapped labels (arXiv 2403.00409). */
    ROBUST(Unit.SUM),
    /** A margin (arXiv 2305.10425). */
    HINGE(Unit.SUM),
    /** Identity preference optimisation (arXiv 2310.12036), a token's mean. */
    IPO(Unit.TOKEN_MEAN),
    /** Without a reference, a token's mean, with a margin (arXiv 2405.14734). */
    SIMPO(Unit.FREE),
    /** Self-play preference optimisation with hard labels (arXiv 2405.00675). */
    SPPO_HARD(Unit.SUM),
    /** Anchored: the chosen up, the rejected down (arXiv 2408.06266). */
    APO_ZERO(Unit.SUM),
    /** Anchored: both down, the rejected more (arXiv 2408.06266). */
    APO_DOWN(Unit.SUM),
    /** Odds ratio, fine-tuning included (arXiv 2403.07691). */
    ORPO(Unit.FREE),
    /** Fine-tuning on the chosen: the mean over the step's tokens. */
    SFT(Unit.NONE),
    /** Fine-tuning on the chosen: the mean over the step's examples of their token means. */
    SFT_SEQUENCE(Unit.NONE);

    /** What beta multiplies. */
    enum Unit {
        /** Summed log-ratios to the reference. */
        SUM,
        /** A token's mean log-ratio to the reference. */
        TOKEN_MEAN,
        /** Numbers of the policy alone. */
        FREE,
        /** There is no beta. */
        NONE
    }

    private final Unit unit;

    LossKind(Unit unit) {
        this.unit = unit;
    }

    Unit unit() {
        return unit;
    }

    /** Whether the loss compares with the reference's log-probabilities. */
    public boolean needsReference() {
        return unit == Unit.SUM || unit == Unit.TOKEN_MEAN;
    }

    /** Whether the loss is of chosen completions alone. */
    public boolean ofCompletionsAlone() {
        return unit == Unit.NONE;
    }

    /** SPPO_HARD is written sppo_hard. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LossKind> named(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(LossKind::label).toList();
    }
}
