package dev.metajudge.store;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.util.List;

/** Holds a text of SQL to one statement: a semicolon may end it, and nothing but blanks and comments may follow. */
final class OneStatement {
    /** What opens a text in which a semicolon is a character like any other, and what closes it. */
    private static final List<String[]> TEXTS = List.of(
            new String[] {"'", "'"},
            new String[] {"\"", "\""},
            new String[] {"$$", "$$"},
            new String[] {"--", "\n"},
            new String[] {"/*", "*/"});

    private OneStatement() {}

    /** The statement without its closing semicolon. */
    static String of(String sql) {
        int end = -1;
        for (int at = 0; at < sql.length(); ) {
            int next = skipText(sql, at);
            boolean comment = next > at && (sql.startsWith("--", at) || sql.startsWith("/*", at));
            boolean blank = Character.isWhitespace(sql.charAt(at)) || comment;
            if (next == at && sql.charAt(at) == ';') {
                end = end < 0 ? at : end;
            } else if (end >= 0 && !blank) {
                throw new UserError(Exit.USAGE, "give one statement at a time, not two parted by ';'");
            }
            at = Math.max(next, at + 1);
        }
        var statement = end < 0 ? sql : sql.substring(0, end);
        if (statement.isBlank()) {
            throw new UserError(Exit.USAGE, "no statement; give one such as \"SELECT * FROM round_summary\"");
        }
        return statement;
    }

    private static int skipText(String sql, int at) {
        for (var text : TEXTS) {
            if (sql.startsWith(text[0], at)) {
                int close = sql.indexOf(text[1], at + text[0].length());
                return close < 0 ? sql.length() : close + text[1].length();
            }
        }
        return at;
    }
}
