package dev.metajudge.loop;

import java.util.Locale;

/** The stages of a round, in the order in which they are done. */
public enum Stage {
    GENERATE(0),
    PROMPTS(1),
    RESPOND(2),
    JUDGE(3),
    ACTOR_PAIRS(4),
    META_JUDGE(5),
    RATINGS(6),
    JUDGE_PAIRS(7),
    TRAIN(8),
    BASELINE(9),
    AGREEMENT_BASELINE(10),
    CHOICES_BASELINE(11),
    HELD_OUT(12),
    AGREEMENT(13),
    CHOICES(14),
    COMPARE(15),
    WIN_RATES(16),
    FIGURES(17);

    private final int place;

    Stage(int place) {
        this.place = place;
    }

    /** The name in tables, progress and documents: "actor-pairs". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Place in the round, from 0. */
    public int place() {
        return place;
    }
}
