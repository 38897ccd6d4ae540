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

    /** M0 is evaluated as the others are. */
    private static final Map<String, Stage> BASELINES = Map.of(
            Stage.BASELINE.label(), Stage.HELD_OUT,
            Stage.AGREEMENT_BASELINE.label(), Stage.AGREEMENT,
            Stage.CHOICES_BASELINE.label(), Stage.CHOICES);

    private static String stage(StageProgress round) {
        Stage as = BASELINES.get(round.stage());
        return as == null ? round.stage() : as.label();
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
