package dev.metajudge.judge;

import java.util.List;

/**
 * Reads the winner out of a meta-judge's text (arXiv 2407.19594, section 2.2), which must end with "Winner: Judgement
 * A" or "Winner: Judgement B" on a line of its own, in either spelling of judg(e)ment, or with "Winner: tie". See
 * {@link AnswerLine} for what does not count. Give it generated text alone, never the prompt.
 */
public final class WinnerReader {
    /** What is put before a forced winner of two judgments. */
    public static final String LEAD = "Winner: Judgement ";

    /** The winners that can be forced, in order. */
    public static final List<String> VALUES = List.of("A", "B");

    private static final String KEYWORD = "Winner";

    private final List<String> nouns;

    private WinnerReader(List<String> nouns) {
        this.nouns = nouns;
    }

    /** Reads the winner of two judgments. */
    public WinnerReader() {
        this(List.of("Judgement", "Judgment"));
    }

    /** Reads the winner of two responses: "Winner: Response A". */
    public static WinnerReader ofResponses() {
        return new WinnerReader(List.of("Response"));
    }

    /** What is put before a forced winner of this kind. */
    public String lead() {
        return KEYWORD + ": " + nouns.getFirst() + " ";
    }

    /** Reads a winner that the meta-judge wrote itself. */
    public WinnerReading read(String verdict) {
        return switch (AnswerLine.find(verdict, KEYWORD)) {
            case AnswerLine.Place.Absent(Reason reason) -> new WinnerReading.Unreadable(reason);
            case AnswerLine.Place.Found(int lead, LineCursor line) -> readWinner(lead, line);
        };
    }

    /**
     * Reads a winner that was forced: the text ends with a line of exactly {@link #lead} and A or B.
     *
     * @throws IllegalArgumentException if it does not
     */
    public WinnerReading.Winner readForced(String verdict) {
        int lead = ForcedEnding.find(verdict, lead());
        int value = lead + lead().length();
        String written = verdict.substring(value);
        if (!VALUES.contains(written)) {
            throw new IllegalArgumentException("no forced winner but \"" + written + "\"");
        }
        return new WinnerReading.Winner(
                WinnerReading.Shown.valueOf(written), new AnswerSpan(lead, value, verdict.length()));
    }

    private WinnerReading readWinner(int lead, LineCursor line) {
        int value = line.at();
        if (line.eatWords("tie") || line.eatWords("draw")) {
            var span = new AnswerSpan(lead, value, line.at());
            return line.endsHere() ? new WinnerReading.Tie(span) : unreadable(Reason.NOT_ONE_VALUE);
        }
        if (nouns.stream().noneMatch(line::eatWords)) {
            return unreadable(Reason.NOT_A_VALUE);
        }
        line.skipEmphasis();
        value = line.at();
        WinnerReading.Shown shown;
        if (line.eat('A')) {
            shown = WinnerReading.Shown.A;
        } else if (line.eat('B')) {
            shown = WinnerReading.Shown.B;
        } else {
            return unreadable(line.atEnd() ? Reason.NO_VALUE : Reason.NOT_A_VALUE);
        }
        var span = new AnswerSpan(lead, value, line.at());
        return line.endsHere() ? new WinnerReading.Winner(shown, span) : unreadable(Reason.NOT_ONE_VALUE);
    }

    private static WinnerReading unreadable(Reason reason) {
        return new WinnerReading.Unreadable(reason);
    }
}
