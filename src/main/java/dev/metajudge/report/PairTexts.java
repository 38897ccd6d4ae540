package dev.metajudge.report;

import static dev.metajudge.report.Html.text;

import dev.metajudge.store.Review;

/** Preference pairs, chosen and rejected side by side. */
final class PairTexts {
    private static final int TITLE = 110;

    private PairTexts() {}

    static void write(Html page, Review.PairTexts pair, boolean open) {
        boolean actor = pair.kind().equals("actor");
        page.raw("<details" + (open ? " open=\"\"" : "") + "><summary><code>" + text(pair.id()) + "</code> "
                + text(title(pair.promptText())) + "</summary><pre class=\"prompt\">" + text(pair.promptText())
                + "</pre><div class=\"pair\">");
        side(page, "good", "Chosen", actor, pair.chosenValue(), pair.chosenCharacters(), pair.chosenText());
        side(page, "bad", "Rejected", actor, pair.rejectedValue(), pair.rejectedCharacters(), pair.rejectedText());
        page.raw("</div></details>");
    }

    private static void side(
            Html page, String colour, String name, boolean actor, double value, int characters, String text) {
        page.raw("<div><p class=\"" + colour + "\"><b>" + name + "</b> " + (actor ? "reward " : "rating ")
                + Html.decimal(value, 2) + ", " + Html.count(characters) + " characters</p><pre>" + text(text)
                + "</pre></div>");
    }

    private static String title(String prompt) {
        var line = prompt.replaceAll("\\s+", " ").strip();
        return line.codePointCount(0, line.length()) <= TITLE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, TITLE)) + "…";
    }
}
