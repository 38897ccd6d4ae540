package dev.metajudge.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command line did, in this process.
 *
 * @param exit the exit code
 */
record CommandLineFixture(int exit, String out, String err) {
    static CommandLineFixture run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.execute(new PrintWriter(out), new PrintWriter(err), arguments);
        return new CommandLineFixture(exit, out.toString(), err.toString());
    }
}
