package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The run that a verb looks at when its name may be left out: the only one there is. */
final class ChosenRun {
    private ChosenRun() {}

    static RunFolder of(@Nullable String run) {
        return run == null ? only(RunFolder.all()) : RunFolder.named(run);
    }

    static RunFolder only(List<RunFolder> runs) {
        if (runs.size() == 1) {
            return runs.getFirst();
        }
        throw new UserError(
                Exit.USAGE,
                runs.isEmpty()
                        ? "there is no run yet; metajudge run runs/quickstart.yaml makes one"
                        : "say which run, with --run NAME; there are: "
                                + String.join(
                                        ", ", runs.stream().map(RunFolder::name).toList()));
    }
}
