package dev.metajudge.cli;

import java.util.Locale;

/** Puts a rule about a setting in the words of the command line. */
final class OptionName {
    private OptionName() {}

    /** "topP must be ..." as "--top-p must be ...". */
    static String in(String rule) {
        String name = rule.substring(0, rule.indexOf(' '));
        return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + rule.substring(name.length());
    }
}
