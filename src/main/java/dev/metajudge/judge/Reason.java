package dev.metajudge.judge;

import java.util.Locale;

/** Why a text holds no answer that counts. Stored with the row and counted in reports, so names are kept. */
public enum Reason {
    /** No line begins with the lead. */
    MISSING,
    /** A line begins with the lead, but other text comes after it. */
    NOT_LAST,
    /** The line stands in a code block or in an open quotation. */
    QUOTED,
    /** Nothing after the lead. */
    NO_VALUE,
    /** Something else where the value should be: "five", "n", "&lt;score&gt;". */
    NOT_A_VALUE,
    /** More than one value, or other text on the line: "4-5", "A and B". */
    NOT_ONE_VALUE,
    /** Said to be out of another number than the rubric's highest: "4/10". */
    OTHER_SCALE,
    /** A fraction, and the rubric allows whole scores only. */
    FRACTION,
    /** Longer than {@link AnswerLine#LONGEST_TEXT} characters: not read. */
    TOO_LONG;

    /**
     * Whether the text does give an answer, though none that counts. Where it gives none, one may be forced; forcing
     * where there is one would overrule the judge.
     */
    public boolean answered() {
        return switch (this) {
            case MISSING, NOT_LAST, QUOTED, NO_VALUE, NOT_A_VALUE -> false;
            case NOT_ONE_VALUE, OTHER_SCALE, FRACTION, TOO_LONG -> true;
        };
    }

    /** The name that tables and reports use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
