package dev.metajudge.cli;

import dev.metajudge.loop.Stage;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.StageProgress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How fast a run's stages were, by the rows that say how long batches took. */
final class RunRates {
    /** Less is no measure. */
    private static final double LEAST_SECONDS = 1;

    private RunRates() {}

    /**
     * The rates of the stages that this process did something of.
     *
     * @param plan what the run's recipe asks for at most
     * @param began when this process began
     */
    static List<Rate> of(RunFolder folder, Plan plan, Instant began) {
        var from = "run " + folder.name() + ", " + began.atZone(ZoneOffset.UTC).toLocalDate();
        try (var reader = RunReader.open(folder.path())) {
            Map<String, List<StageProgress>> stages =
                    reader.browse().stages().stream().collect(Collectors.groupingBy(RunRates::stage));
            return stages.entrySet().stream()
                    .filter(stage -> stage.getValue().stream()
                            .anyMatch(round ->
                                    round.lastAt().filter(began::isBefore).isPresent()))
                    .flatMap(stage -> rate(stage.getKey(), stage.getValue(), plan, from).stream())
                    .toList();
        }
    }

    /** M0 answers the held-out prompts as the others do. */
    private static String stage(StageProgress round) {
        return round.stage().equals(Stage.BASELINE.label()) ? Stage.HELD_OUT.label() : round.stage();
    }

    private static Optional<Rate> rate(String stage, List<StageProgress> rounds, Plan plan, String from) {
        long tokens = rounds.stream().mapToLong(StageProgress::tokens).sum();
        double seconds = rounds.stream().mapToDouble(StageProgress::seconds).sum();
        long most = plan.stageTokens().getOrDefault(stage, 0L);
        if (tokens == 0 || seconds < LEAST_SECONDS) {
            return Optional.empty();
        }
        var fill = most > 0 ? Optional.of((double) tokens / most) : Optional.<Double>empty();
        return Optional.of(new Rate(stage, tokens / seconds, fill, from));
    }
}
