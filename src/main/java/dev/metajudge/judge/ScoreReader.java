package dev.metajudge.judge;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the score out of a judgment (the paper's "parsed" reward, arXiv 2401.10020). The judgment must end with the
 * rubric's lead and one number on a line of its own: "Score: 4", also "**Score:** 4", "### Score: 4/5",
 * "score: 4 out of 5.", and "Score: 4.5" if the rubric allows fractions. See {@link AnswerLine} for what does not
 * count. Give it generated text alone, never the prompt.
 */
public final class ScoreReader {
    private static final int MOST_DIGITS = 9;
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]*");

    private final Rubric rubric;

    public ScoreReader(Rubric rubric) {
        this.rubric = rubric;
    }

    public Rubric rubric() {
        return rubric;
    }

    /** Reads a score that the judge wrote itself. */
    public ScoreReading read(String judgment) {
        return switch (AnswerLine.find(judgment, rubric.keyword())) {
            case AnswerLine.Place.Absent(Reason reason) -> new ScoreReading.Unreadable(reason);
            case AnswerLine.Place.Found(int lead, LineCursor line) -> readNumber(lead, line);
        };
    }

    /**
     * Reads a score that was forced: the text ends with a line of exactly the lead and an allowed value, whatever the
     * judge wrote before.
     *
     * @throws IllegalArgumentException if it does not
     */
    public ScoreReading.Valid readForced(String judgment) {
        int lead = ForcedEnding.find(judgment, rubric.lead());
        int value = lead + rubric.lead().length();
        String written = judgment.substring(value);
        if (!rubric.values().contains(written)) {
            throw new IllegalArgumentException(
                    "no forced score of rubric " + rubric.name() + " but \"" + written + "\"");
        }
        return new ScoreReading.Valid(Integer.parseInt(written), true, new AnswerSpan(lead, value, judgment.length()));
    }

    private ScoreReading readNumber(int lead, LineCursor line) {
        int value = line.at();
        boolean negative = line.eat('-');
        String whole = line.eatDigits();
        if (!WHOLE.matcher(whole).matches() || whole.length() > MOST_DIGITS) {
            return new ScoreReading.Unreadable(Reason.NOT_A_VALUE);
        }
        int end = line.at();
        String fraction = "";
        if (line.eat('.')) {
            fraction = line.eatDigits();
            end = fraction.isEmpty() ? end : line.at();
        }
        if (fraction.length() > MOST_DIGITS) {
            return new ScoreReading.Unreadable(Reason.NOT_A_VALUE);
        }
        var span = new AnswerSpan(lead, value, end);
        Optional<Reason> wrong = readRest(line);
        return wrong.isPresent()
                ? new ScoreReading.Unreadable(wrong.get())
                : inRange(Double.parseDouble((negative ? "-" : "") + whole + "." + fraction + "0"), fraction, span);
    }

    /** What may follow the number: "/5", "out of 5", "points", a full stop. */
    private Optional<Reason> readRest(LineCursor line) {
        line.skipEmphasis();
        boolean scale = line.eat('/');
        if (!scale && line.eatWords("out of")) {
            scale = true;
        }
        if (scale) {
            line.skipEmphasis();
            String highest = line.eatDigits();
            if (highest.isEmpty()) {
                return Optional.of(Reason.NOT_ONE_VALUE);
            }
            if (!highest.equals(Integer.toString(rubric.max()))) {
                return Optional.of(Reason.OTHER_SCALE);
            }
            line.skipEmphasis();
        }
        if (!line.eatWords("points")) {
            line.eatWords("point");
        }
        return line.endsHere() ? Optional.empty() : Optional.of(Reason.NOT_ONE_VALUE);
    }

    private ScoreReading inRange(double value, String fraction, AnswerSpan span) {
        if (value < rubric.min() || value > rubric.max()) {
            return new ScoreReading.OutOfRange(value, span);
        }
        if (!fraction.isEmpty() && !rubric.fractional()) {
            return new ScoreReading.Unreadable(Reason.FRACTION);
        }
        return new ScoreReading.Valid(value, fraction.isEmpty(), span);
    }
}
