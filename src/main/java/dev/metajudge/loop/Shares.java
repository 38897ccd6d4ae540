package dev.metajudge.loop;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.config.FailOn;
import dev.metajudge.store.JudgmentRow;
import dev.metajudge.store.ResponseRow;
import dev.metajudge.store.Row;
import dev.metajudge.store.VerdictRow;
import dev.metajudge.store.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What share of a stage's rows went wrong in a round; stops the run where the recipe's {@code failOn} allows no such
 * share. What was made stays, and the run stops again at once until the limit is raised.
 */
final class Shares {
    private static final String TRUNCATED = "length";
    private static final Pattern SOMETHING = Pattern.compile("\\S");

    private final String where;
    private final int atLeast;
    private final List<Share<? extends Row>> shares = new ArrayList<>();

    private Shares(String where, int atLeast) {
        this.where = where;
        this.atLeast = atLeast;
    }

    /** Those of the stage, with what is there counted; none for a stage without limits. */
    static Shares of(Round round, Stage stage) {
        var limits = round.run().recipe().failOn();
        var shares = new Shares("round " + round.number() + ", " + stage.label(), limits.atLeast());
        switch (stage) {
            case RESPOND -> shares.responses(round.work().faults(round.number()), limits);
            case JUDGE -> shares.judgments(round.work().faults(round.number()), limits);
            case META_JUDGE -> shares.verdicts(round.work().faults(round.number()), limits);
            case GENERATE,
                    PROMPTS,
                    ACTOR_PAIRS,
                    RATINGS,
                    JUDGE_PAIRS,
                    TRAIN,
                    BASELINE,
                    AGREEMENT_BASELINE,
                    CHOICES_BASELINE,
                    HELD_OUT,
                    AGREEMENT,
                    CHOICES,
                    COMPARE,
                    WIN_RATES,
                    FIGURES -> {}
        }
        return shares;
    }

    private void responses(Work.Faults faults, FailOn limits) {
        var there = new Share.Kind<>(ResponseRow.class, "responses", faults.responses());
        limit(there, "truncatedResponses", "were cut at the limit of tokens", limits.truncatedResponses())
                .counting(faults.truncatedResponses(), row -> row.finish().equals(TRUNCATED));
        limit(there, "emptyResponses", "are empty", limits.emptyResponses())
                .counting(
                        faults.emptyResponses(),
                        row -> !SOMETHING.matcher(row.text()).find());
    }

    private void judgments(Work.Faults faults, FailOn limits) {
        var there = new Share.Kind<>(JudgmentRow.class, "judgments", faults.judgments());
        limit(there, "unreadableJudgments", "have no score that counts", limits.unreadableJudgments())
                .counting(faults.unreadableJudgments(), row -> row.score().isEmpty());
        limit(there, "truncatedJudgments", "were cut at the limit of tokens", limits.truncatedJudgments())
                .counting(faults.truncatedJudgments(), row -> row.finish().equals(TRUNCATED));
        limit(there, "forcedJudgments", "had their score forced", limits.forcedJudgments())
                .counting(faults.forcedJudgments(), JudgmentRow::forced);
    }

    private void verdicts(Work.Faults faults, FailOn limits) {
        var there = new Share.Kind<>(VerdictRow.class, "verdicts", faults.verdicts());
        limit(there, "undecidedVerdicts", "decide nothing", limits.undecidedVerdicts())
                .counting(faults.undecidedVerdicts(), row -> row.outcome() == 0);
    }

    private <R extends Row> Share<R> limit(Share.Kind<R> kind, String setting, String fault, double most) {
        var share = new Share<>(kind, setting, fault, most);
        shares.add(share);
        return share;
    }

    /** Counts what was just made. */
    void add(List<? extends Row> rows) {
        shares.forEach(share -> share.add(rows));
    }

    /** @throws UserError when a share is larger than the recipe allows */
    void check() {
        for (var share : shares) {
            if (share.all >= atLeast && share.bad > share.most * share.all) {
                throw new UserError(
                        Exit.STOPPED,
                        String.format(
                                Locale.ROOT,
                                "%s: %d of %d %s %s, more than failOn.%s allows (%s). The run stops here, and keeps"
                                        + " what it has made; look at it with metajudge sql. To go on all the same,"
                                        + " repeat the command with --set failOn.%s=1",
                                where,
                                share.bad,
                                share.all,
                                share.kind.name(),
                                share.fault,
                                share.setting,
                                share.most,
                                share.setting));
            }
        }
    }

    /** One limit and what was counted for it. */
    private static final class Share<R extends Row> {
        /** The rows that are all, and how many were there. */
        record Kind<R extends Row>(Class<R> type, String name, int there) {}

        private final Kind<R> kind;
        private final String setting;
        private final String fault;
        private final double most;
        private Predicate<R> wrong = row -> false;
        private int all;
        private int bad;

        Share(Kind<R> kind, String setting, String fault, double most) {
            this.kind = kind;
            this.setting = setting;
            this.fault = fault;
            this.most = most;
            this.all = kind.there();
        }

        void counting(int there, Predicate<R> wrong) {
            this.bad = there;
            this.wrong = wrong;
        }

        void add(List<? extends Row> rows) {
            for (var row : rows) {
                if (kind.type().isInstance(row)) {
                    all++;
                    bad += wrong.test(kind.type().cast(row)) ? 1 : 0;
                }
            }
        }
    }
}
