package dev.metajudge.loop;

import dev.metajudge.store.LeftOutRow;
import dev.metajudge.store.ModelRow;
import dev.metajudge.train.PreferenceExample;
import dev.metajudge.train.TrainingOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Trains the round's model on its pairs and names the result M(t). The reference is the round's starting model. A round
 * without a single pair trains nothing: it carries its model on as M(t), says so, and the next round tries other prompts
 * with other seeds; stopping instead would lose a night for want of one pair.
 */
final class TrainStage {
    private final Round round;
    private final String made;

    private TrainStage(Round round) {
        this.round = round;
        this.made = Ids.model(round.number());
    }

    /** @param parent the round's starting model */
    static void run(Round round, ModelRow parent) {
        var stage = new TrainStage(round);
        var examples = Examples.of(round);
        if (examples.isEmpty()) {
            stage.carryOn(parent);
        } else {
            stage.train(parent, examples);
        }
        round.progress().ended();
    }

    private void carryOn(ModelRow parent) {
        Batches.begin(round, Stage.TRAIN, 0, 0);
        round.progress()
                .note("round " + round.number() + " made no preference pair, so nothing was trained: " + made + " is "
                        + parent.name() + " unchanged (see SELECT * FROM pair_outcomes)");
        var row = new ModelRow(
                made,
                round.number(),
                Optional.of(parent.name()),
                parent.source(),
                Optional.empty(),
                parent.digest(),
                Optional.empty(),
                0,
                0,
                0,
                parent.served(),
                parent.server(),
                Optional.empty());
        round.store().write(writer -> writer.insert(row));
    }

    private void train(ModelRow parent, List<PreferenceExample> examples) {
        var run = round.run();
        parent.served()
                .ifPresent(address -> round.progress()
                        .note("round " + round.number() + ": " + parent.name() + " answers at " + address + "; " + made
                                + " is trained on " + parent.source()
                                + (run.recipe().servesRounds() ? "" : " and runs in this process (serve.where)")));
        var folder = Models.folder(round.store(), made);
        var steps = new TrainingRows(round);
        var outcome = run.engine()
                .train(round.start(), examples, round.settings().train(), run.seed("train", made), folder, steps);
        steps.end(outcome);
        tell(examples.size(), outcome);
        var row = model(parent, examples.size(), outcome);
        round.store().write(writer -> {
            writer.insert(row);
            writer.insert(outcome.leftOut().stream()
                    .map(pair -> new LeftOutRow(round.number(), pair))
                    .toList());
            writer.insert(TrainingRows.whole(round, outcome));
        });
    }

    private void tell(int pairs, TrainingOutcome outcome) {
        var data = round.settings().train().data();
        var progress = round.progress();
        String of = " of %d pairs were longer than train.maxTokens (%d) and were ".formatted(pairs, data.maxTokens());
        if (!outcome.leftOut().isEmpty()) {
            progress.note("round %d: %d%sleft out (train.tooLong %s)"
                    .formatted(
                            round.number(),
                            outcome.leftOut().size(),
                            of,
                            data.tooLong().label()));
        }
        if (!outcome.truncated().isEmpty()) {
            progress.note("round %d: %d%scut (train.tooLong %s)"
                    .formatted(
                            round.number(),
                            outcome.truncated().size(),
                            of,
                            data.tooLong().label()));
        }
        outcome.fit().fewer().ifPresent(fewer -> progress.note("round " + round.number() + ": " + fewer));
        outcome.best()
                .ifPresent(best ->
                        progress.note("round %d: %s has the weights after step %d, whose held-out loss is lowest"
                                .formatted(round.number(), made, best.step())));
    }

    private ModelRow model(ModelRow parent, int pairs, TrainingOutcome outcome) {
        var digest = round.run().engine().digest(round.start().with(outcome.adapter()));
        return ModelRow.here(
                made,
                round.number(),
                Optional.of(parent.name()),
                parent.source(),
                Optional.of(relative(outcome.adapter())),
                digest,
                Optional.of(outcome.digest()),
                pairs,
                outcome.leftOut().size(),
                outcome.steps());
    }

    /** The adapter's folder within the run's, so that the run can be moved. */
    private String relative(Path adapter) {
        var folder = round.store().folder().toAbsolutePath().normalize();
        var path = adapter.toAbsolutePath().normalize();
        if (!path.startsWith(folder)) {
            throw new IllegalStateException("the adapter " + adapter + " is not in the run's folder " + folder);
        }
        return folder.relativize(path).toString().replace('\\', '/');
    }
}
