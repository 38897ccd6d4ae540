package dev.metajudge.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is measured of a model in evaluation; each is a statistic over items, see {@link Observations}. */
public enum Figure {
    READABLE_JUDGMENTS("judgments with a score of their own", Statistic.RATIO, Unit.SHARE, Good.HIGH),
    FORCED_JUDGMENTS("judgments with a forced score", Statistic.RATIO, Unit.SHARE, Good.LOW),
    UNSCORED_JUDGMENTS("judgments without a score", Statistic.RATIO, Unit.SHARE, Good.LOW),
    TRUNCATED_JUDGMENTS("judgments cut at the limit", Statistic.RATIO, Unit.SHARE, Good.LOW),
    MEAN_SCORE("mean score", Statistic.RATIO, Unit.NUMBER, Good.NEITHER),
    SAME_SCORE("same score in two judgments", Statistic.RATIO, Unit.SHARE, Good.NEITHER),
    JUDGMENT_LENGTH("judgment length, characters", Statistic.RATIO, Unit.LENGTH, Good.NEITHER),
    SPEARMAN("Spearman, mean scores", Statistic.SPEARMAN, Unit.NUMBER, Good.HIGH),
    PEARSON("Pearson, mean scores", Statistic.PEARSON, Unit.NUMBER, Good.HIGH),
    KENDALL("Kendall, mean scores", Statistic.KENDALL, Unit.NUMBER, Good.HIGH),
    SPEARMAN_EXPECTED("Spearman, expectations", Statistic.SPEARMAN, Unit.NUMBER, Good.HIGH),
    PEARSON_EXPECTED("Pearson, expectations", Statistic.PEARSON, Unit.NUMBER, Good.HIGH),
    KENDALL_EXPECTED("Kendall, expectations", Statistic.KENDALL, Unit.NUMBER, Good.HIGH),
    PAIRWISE_ACCURACY("pairwise accuracy, mean scores", Statistic.RATIO, Unit.SHARE, Good.HIGH),
    PAIRWISE_ACCURACY_EXPECTED("pairwise accuracy, expectations", Statistic.RATIO, Unit.SHARE, Good.HIGH),
    PAIRWISE_TIES("pairs with equal mean scores", Statistic.RATIO, Unit.SHARE, Good.NEITHER),
    CHOICE_ACCURACY("pairwise accuracy, asked directly", Statistic.RATIO, Unit.SHARE, Good.HIGH),
    CHOICE_CONSISTENCY("same choice in both orders", Statistic.RATIO, Unit.SHARE, Good.HIGH),
    CHOICE_FIRST_SHARE("choices of the one shown first", Statistic.RATIO, Unit.SHARE, Good.NEITHER),
    READABLE_CHOICES("choices with a winner of their own", Statistic.RATIO, Unit.SHARE, Good.HIGH),
    RESPONSE_LENGTH("held-out response, characters", Statistic.RATIO, Unit.LENGTH, Good.NEITHER),
    TRUNCATED_RESPONSES("held-out responses cut at the limit", Statistic.RATIO, Unit.SHARE, Good.LOW),
    VERDICT_FIRST_SHARE("verdicts for the one shown first", Statistic.RATIO, Unit.SHARE, Good.NEITHER),
    VERDICT_HIGHER_SCORE("verdicts for the higher score", Statistic.RATIO, Unit.SHARE, Good.NEITHER);

    /** How items make the figure. */
    public enum Statistic {
        /** Sum of x over sum of y. */
        RATIO,
        SPEARMAN,
        PEARSON,
        /** Tau-b. */
        KENDALL
    }

    /** How it is written. */
    public enum Unit {
        /** 0 to 1, written as per cent. */
        SHARE,
        NUMBER,
        /** Characters. */
        LENGTH
    }

    /** Which direction is the good one. */
    public enum Good {
        HIGH,
        LOW,
        NEITHER
    }

    private final String title;
    private final Statistic statistic;
    private final Unit unit;
    private final Good good;

    Figure(String title, Statistic statistic, Unit unit, Good good) {
        this.title = title;
        this.statistic = statistic;
        this.unit = unit;
        this.good = good;
    }

    /** The name in tables: "pairwise-accuracy". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The figure with this label. */
    public static Optional<Figure> labelled(String label) {
        return Arrays.stream(values())
                .filter(figure -> figure.label().equals(label))
                .findFirst();
    }

    /** For people. */
    public String title() {
        return title;
    }

    public Statistic statistic() {
        return statistic;
    }

    public Unit unit() {
        return unit;
    }

    public Good good() {
        return good;
    }

    /** What a difference says: "better", "worse", "changed", or that nothing can be told. */
    public String finding(Estimate difference) {
        if (!difference.excludesZero()) {
            return "no clear difference";
        }
        boolean rose = difference.value().orElseThrow() > 0;
        return switch (good) {
            case HIGH -> rose ? "better" : "worse";
            case LOW -> rose ? "worse" : "better";
            case NEITHER -> "changed";
        };
    }
}
