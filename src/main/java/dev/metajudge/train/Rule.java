package dev.metajudge.train;

/** Refuses settings; a message begins with the setting's name. */
final class Rule {
    private Rule() {}

    static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
