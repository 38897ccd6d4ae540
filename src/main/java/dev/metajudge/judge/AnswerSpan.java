package dev.metajudge.judge;

/**
 * Where an answer stands in a text, in chars: {@code text[lead, value)} is the lead as written ("**Score:** "),
 * {@code text[value, end)} the value alone ("4").
 */
public record AnswerSpan(int lead, int value, int end) {
    public AnswerSpan {
        if (lead < 0 || value <= lead || end <= value) {
            throw new IllegalArgumentException("not a span: " + lead + ", " + value + ", " + end);
        }
    }
}
