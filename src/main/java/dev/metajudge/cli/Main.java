package dev.metajudge.cli;

import dev.metajudge.Exit;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: its verbs, and what all of them share. */
@Command(
        name = "metajudge",
        scope = CommandLine.ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        headerHeading = "",
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%n",
        commandListHeading = "%nVerbs (each has its own --help):%n",
        footerHeading = "%nExamples:%n")
public final class Main implements Runnable {
    /** The verbs, in the order in which the help shows them. */
    private static final Class<?>[] VERBS = {
        RunCommand.class,
        StatusCommand.class,
        ShowCommand.class,
        ReportCommand.class,
        SqlCommand.class,
        ExportCommand.class,
        OllamaCommand.class,
        GenerateCommand.class,
        LogprobCommand.class,
        ScoreCommand.class,
        EftCommand.class,
        TrainCommand.class,
        AlignCommand.class,
        AgreementCommand.class,
        BiasCommand.class,
        CalibrateCommand.class,
        BenchCommand.class,
        ModelsCommand.class,
        DoctorCommand.class,
    };

    /** What {@code metajudge --help} says; apart from {@link Main}'s own annotation because verbs inherit that. */
    private static final String[] DESCRIPTION = {
        "Makes a small open model better at answering and at judging, by itself: the Meta-Rewarding loop."
    };

    private static final String[] EXAMPLES = {
        "  metajudge run runs/quickstart.yaml             two rounds, in minutes",
        "  metajudge run runs/quickstart.yaml --dry-run   what that would do",
        "  metajudge doctor                               is everything there?",
    };

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Say more: what libraries log, and the stack trace of a fault.")
    private boolean verbose;

    public static void main(String[] args) {
        if (Arrays.asList(args).contains("--verbose")) {
            System.setProperty("metajudge.log", "INFO");
            System.setProperty("metajudge.log.djl", "INFO");
        }
        System.exit(execute(writer(System.out), writer(System.err), args));
    }

    /** Runs one command line; what {@link #main} does, but for the end of the process. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        var line = commandLine().setOut(out).setErr(err);
        try {
            return line.execute(args);
        } catch (Throwable fault) { // picocli hands on what is not an Exception: no memory, a library that is not there
            return Failures.report(fault, Arrays.asList(args).contains("--verbose"), err);
        } finally {
            out.flush();
            err.flush();
        }
    }

    static CommandLine commandLine() {
        var main = new Main();
        var line = new CommandLine(main);
        for (Class<?> verb : VERBS) {
            line.addSubcommand(verb);
        }
        line.getCommandSpec()
                .usageMessage()
                .description(DESCRIPTION)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(Help.exitCodes())
                .footer(EXAMPLES);
        var colours = Terminal.system().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
        return line.setColorScheme(CommandLine.Help.defaultColorScheme(colours))
                .setParameterExceptionHandler(Help::misused)
                .setExecutionExceptionHandler(
                        (fault, where, parsed) -> Failures.report(fault, main.verbose, where.getErr()))
                .setExitCodeExceptionMapper(fault -> Exit.INTERNAL.code());
    }

    @Override
    public void run() {
        var line = Objects.requireNonNull(spec).commandLine();
        throw new ParameterException(line, "say what to do: a verb is missing");
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
