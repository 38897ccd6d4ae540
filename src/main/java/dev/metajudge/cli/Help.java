package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.Spelling;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person is told about using the command line. */
final class Help {
    private Help() {}

    /** The exit codes as the help lists them. */
    static Map<String, String> exitCodes() {
        var codes = new LinkedHashMap<String, String>();
        for (Exit exit : Exit.values()) {
            codes.put(
                    String.valueOf(exit.code()),
                    switch (exit) {
                        case OK -> "done";
                        case INTERNAL -> "a fault of metajudge's own";
                        case USAGE -> "the command line is wrong";
                        case INPUT -> "a bad recipe, template, model or input file";
                        case BACKEND -> "a model's source or backend cannot be reached";
                        case STOPPED -> "stopped before the end; the same command goes on";
                    });
        }
        return codes;
    }

    /** One line for a wrong command line, with the nearest right word, and where the help is. */
    static int misused(ParameterException wrong, String[] args) {
        var line = wrong.getCommandLine();
        var said = wrong instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched, line)
                : decapitalised(String.valueOf(wrong.getMessage()));
        line.getErr().println("metajudge: " + said);
        line.getErr().println("See " + line.getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE.code();
    }

    private static String unknown(UnmatchedArgumentException wrong, CommandLine line) {
        var word = wrong.getUnmatched().getFirst();
        if (word.startsWith("-")) {
            var option = word.replaceFirst("=.*", "");
            return "unknown option \"" + option + "\""
                    + Spelling.hint(option, line.getCommandSpec().optionsMap().keySet());
        }
        var verbs = line.getSubcommands().keySet();
        return verbs.isEmpty()
                ? "\"" + word + "\" is one argument too many"
                : "there is no verb \"" + word + "\"" + Spelling.hint(word, verbs);
    }

    private static String decapitalised(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
