package dev.metajudge.loop;

import dev.metajudge.config.RoundSettings;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.store.ModelRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Models that a recipe names for a role, in place of the round's own model; they stay the same in all rounds.
 *
 * @param judge who judges responses
 * @param metaJudge who compares judgments
 */
record RoleModels(Optional<RoleModel> judge, Optional<RoleModel> metaJudge) {
    /** A model and the name that its rows bear, which is its role's. */
    record RoleModel(String name, Checkpoint checkpoint) {
        static Optional<RoleModel> of(String name, String source) {
            return source.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new RoleModel(name, new Checkpoint(source, List.of())));
        }
    }

    static RoleModels of(RoundSettings settings) {
        return new RoleModels(
                RoleModel.of("judge", settings.judge().model()),
                RoleModel.of("meta-judge", settings.metaJudge().model()));
    }

    private List<RoleModel> all() {
        return Stream.of(judge, metaJudge).flatMap(Optional::stream).toList();
    }

    /** Their rows, with what is found now. */
    List<ModelRow> rows(Run run) {
        return all().stream().map(model -> row(run, model)).toList();
    }

    private static ModelRow row(Run run, RoleModel model) {
        var checkpoint = model.checkpoint();
        var server = run.engine().server(checkpoint);
        return new ModelRow(
                model.name(),
                0,
                Optional.empty(),
                checkpoint.source(),
                Optional.empty(),
                run.engine().digest(checkpoint),
                Optional.empty(),
                0,
                0,
                0,
                server.map(version -> checkpoint.source()),
                server,
                Optional.of(model.name()));
    }
}
