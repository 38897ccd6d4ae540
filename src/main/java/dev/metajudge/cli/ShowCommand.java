package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import dev.metajudge.store.RunReader;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one thing of a run with what belongs to it. */
@Command(
        name = "show",
        description = {
            "Shows one thing of a run with what belongs to it.",
            "A prompt comes with its responses, judgments, verdicts and pairs, a response with its judgments, a judgment"
                    + " with its verdicts. A model comes with what evaluation says of it, an evaluation item with what the"
                    + " models made of it."
        },
        footer = {
            "  metajudge show prompt q7 --run quickstart",
            "  metajudge show response r1.q7.2",
            "  metajudge show judgment r1.q7.2.j1",
            "  metajudge show pair r1.q7.actor",
            "  metajudge show model M1",
            "  metajudge show item rated.12",
        })
final class ShowCommand implements Callable<Integer> {
    private static final int IDS_LOOKED_AT = 20_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "prompt, response, judgment, verdict, pair, model or item.")
    private String kind = "";

    @Parameters(index = "1", paramLabel = "ID", description = "Its id, as rows and messages give it.")
    private String id = "";

    @Option(names = "--run", paramLabel = "RUN", description = "The run; may be left out when there is only one.")
    private @Nullable String run;

    @Override
    public Integer call() {
        var shown = ShownKind.named(kind);
        var folder = ChosenRun.of(run);
        try (var reader = RunReader.open(folder.path())) {
            var lines = shown.lines(reader.browse(), id);
            if (lines.isEmpty()) {
                throw unknown(shown, folder, reader);
            }
            var out = Objects.requireNonNull(spec).commandLine().getOut();
            lines.forEach(out::println);
            return Exit.OK.code();
        }
    }

    private UserError unknown(ShownKind shown, RunFolder folder, RunReader reader) {
        List<String> ids = shown.ids(reader.browse(), IDS_LOOKED_AT);
        var hint = Spelling.hint(id, ids);
        return new UserError(
                Exit.INPUT,
                "run " + folder.name() + " has no " + kind + " \"" + id + "\""
                        + (hint.isEmpty() && !ids.isEmpty() ? "; ids look like \"" + ids.getFirst() + "\"" : hint));
    }
}
