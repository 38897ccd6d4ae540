package dev.metajudge.loop;

import dev.metajudge.UserError;
import dev.metajudge.backend.Sampling;
import dev.metajudge.config.RoundSettings;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.PromptPool;
import dev.metajudge.store.ModelRow;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.Row;
import dev.metajudge.store.RunRow;
import dev.metajudge.store.SamplingRow;
import dev.metajudge.store.TemplateRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Begins a run, or makes sure that what is there was made by the same recipe, templates, pool and model, so that no rows
 * of different origins are mixed. More rounds may be asked for.
 */
final class Beginning {
    private final Run run;
    private final PromptPool pool;
    private final EvaluationRows evaluation;
    private final JudgeFiles judgeFiles;

    private Beginning(Run run, Inputs inputs) {
        this.run = run;
        this.pool = inputs.pool();
        this.evaluation = EvaluationRows.of(run.recipe(), inputs);
        this.judgeFiles = inputs.judge();
    }

    /** @throws UserError with everything that changed since the run began */
    static void of(Run run, Inputs inputs) {
        var beginning = new Beginning(run, inputs);
        int heldOut = beginning.evaluation.heldOut().size();
        int left = beginning.left();
        var begun = run.store().work().run();
        var judge = run.recipe().every().judge();
        var files = inputs.judge();
        if (begun.isEmpty()) {
            var base = beginning.base();
            var roles = run.roles().rows(run);
            files.check(judge, run.judge().rubric(), judgeDigest(roles).orElse(base.digest()));
            files.keep(run.store().folder());
            beginning.begin(base, roles);
            Serving.tidy(run, 0);
        } else {
            beginning.compare(begun.get());
            // A server may have M0 no longer when M1 has taken its place; whoever samples from M0 looks again.
            Models.made(run.store(), 0)
                    .filter(model -> model.served().isEmpty()
                            || Models.made(run.store(), 1).isEmpty())
                    .ifPresent(model -> Models.verify(run, model));
            run.store().work().roleModels().forEach(model -> Models.verify(run, model));
        }
        int most = run.recipe().used().stream()
                .mapToInt(round -> round.prompts().perRound())
                .max()
                .orElseThrow();
        if (left < most) {
            run.progress()
                    .note("the pool has " + left + " prompts"
                            + (heldOut == 0 ? "" : " besides those held out") + ", fewer than prompts.perRound ("
                            + most + "): each round that wants more uses all of them");
        }
    }

    /** How many prompts of the pool there are to train on. */
    private int left() {
        int all = pool.prompts().size();
        int heldOut = evaluation.heldOut().size();
        int left = evaluation.left(pool.prompts());
        int twins = all - left - (evaluation.extra().isEmpty() ? heldOut : 0);
        if (twins > 0) {
            run.progress().note(twins + " prompts of the pool have the text of a held-out one, and are not trained on");
        }
        return left;
    }

    /** Of the judge that is none of the run's own models. */
    private static Optional<String> judgeDigest(List<ModelRow> roles) {
        return roles.stream()
                .filter(row -> row.name().equals("judge"))
                .map(ModelRow::digest)
                .findFirst();
    }

    private ModelRow base() {
        if (run.recipe().bringsStart()) {
            var found = Serving.start(run);
            return base(found.digest(), Optional.of(found.address()), Optional.of(found.server()));
        }
        var base = new Checkpoint(run.recipe().source(), List.of());
        var digest = run.engine().digest(base);
        var server = run.engine().server(base);
        return base(digest, server.map(version -> base.source()), server);
    }

    private ModelRow base(String digest, Optional<String> served, Optional<String> server) {
        return new ModelRow(
                Ids.model(0),
                0,
                Optional.empty(),
                run.recipe().weights(),
                Optional.empty(),
                digest,
                Optional.empty(),
                0,
                0,
                0,
                served,
                server,
                Optional.empty());
    }

    private void begin(ModelRow base, List<ModelRow> roles) {
        List<Row> rows = new ArrayList<>();
        rows.add(row());
        rows.addAll(templates());
        rows.addAll(samplings());
        rows.add(base);
        rows.addAll(roles);
        int place = 1;
        for (PoolPrompt prompt : pool.prompts()) {
            rows.add(new PromptRow(prompt.id(), place++, prompt.text()));
        }
        rows.addAll(evaluation.extra());
        rows.addAll(evaluation.heldOut());
        rows.addAll(evaluation.items());
        rows.addAll(evaluation.choices());
        run.store().write(writer -> writer.insert(rows));
    }

    private RunRow row() {
        return new RunRow(
                String.valueOf(run.store().folder().toAbsolutePath().normalize().getFileName()),
                run.recipe().seed(),
                Settings.json(run.recipe()),
                digest(pool),
                run.judge().template().hash(),
                run.metaJudge().template().hash(),
                Optional.ofNullable(Beginning.class.getPackage().getImplementationVersion())
                        .orElse("development"));
    }

    private List<TemplateRow> templates() {
        var judge = run.judge().template();
        var meta = run.metaJudge().template();
        var rows = new ArrayList<TemplateRow>();
        rows.add(new TemplateRow(judge.hash(), judge.role(), judge.name()));
        rows.add(new TemplateRow(meta.hash(), meta.role(), meta.name()));
        run.compare()
                .map(CompareRole::template)
                .ifPresent(compare -> rows.add(new TemplateRow(compare.hash(), compare.role(), compare.name())));
        run.generate()
                .map(GenerateRole::template)
                .ifPresent(generate -> rows.add(new TemplateRow(generate.hash(), generate.role(), generate.name())));
        return rows;
    }

    private List<SamplingRow> samplings() {
        var recipe = run.recipe();
        var evaluate = recipe.evaluate();
        var samplings = new ArrayList<Sampling>();
        for (RoundSettings round : recipe.used()) {
            samplings.add(round.respond().sampling());
            samplings.add(round.judge().sampling());
            samplings.add(round.metaJudge().sampling());
            if (round.prompts().generate().on()) {
                samplings.add(round.prompts().generate().sampling());
            }
        }
        if (evaluate.compares()) {
            samplings.add(evaluate.responses());
        }
        if (evaluate.compares() || evaluate.chooses()) {
            samplings.add(evaluate.sampling());
        }
        if (evaluate.judges()) {
            samplings.add(evaluate.judgments().sampling());
        }
        return samplings.stream().map(Settings::row).distinct().toList();
    }

    private void compare(RunRow begun) {
        var now = row();
        int rounds = run.store().work().rounds().size();
        int looked = Math.max(1, rounds);
        int trained = trained();
        var changes = RecipeChanges.between(begun.recipe(), now.recipe(), looked, trained);
        var hint = changes.stream().anyMatch(change -> change.contains("train.") && !change.contains("train.model"))
                ? inAnEntry(trained)
                : "";
        if (!begun.poolDigest().equals(now.poolDigest())) {
            changes.add((pool.seeds().isEmpty() ? "prompts.file: " : "prompts.file or prompts.generate.seeds: ")
                    + run.recipe().every().prompts().file()
                    + " has other prompts than when the run began");
        }
        changes.addAll(changedTemplates(begun));
        changes.addAll(evaluationChanges());
        changes.addAll(judgeFiles.changes(run.store().folder()));
        if (run.recipe().roundCount() < rounds) {
            changes.add("rounds: " + run.recipe().roundCount() + ", but round " + rounds + " has begun");
        }
        if (!changes.isEmpty()) {
            throw UserError.input("run " + begun.name() + " was begun otherwise, and going on would mix results:\n  "
                    + String.join("\n  ", changes)
                    + "\nPut that back, or give a new run another name with --name" + hint);
        }
        if (!begun.recipe().equals(now.recipe())) {
            var fresh = fresh();
            var training = RecipeChanges.ofTraining(begun.recipe(), now.recipe(), looked, trained);
            run.store().write(writer -> {
                writer.insert(fresh);
                writer.recipe(now.recipe());
                if (!training.isEmpty()) {
                    writer.forgetTraining(trained + 1);
                }
            });
            training.forEach(change -> run.progress().note(change + "; that round's training begins anew"));
        }
    }

    /** How many rounds have made their model. */
    private int trained() {
        int trained = 0;
        while (Models.made(run.store(), trained + 1).isPresent()) {
            trained++;
        }
        return trained;
    }

    /** How training is changed without changing it for rounds that are trained. */
    private String inAnEntry(int trained) {
        return trained == 0 || trained >= run.recipe().roundCount()
                ? ""
                : ". Settings of train may change from round " + (trained + 1)
                        + " on, which is not trained yet: write them in an entry of rounds of its own, such as\n  rounds:\n"
                        + "    - {}\n".repeat(trained) + "    - train: {learningRate: 1.0e-6}\nwith the entries that"
                        + " the run's recipe.yaml has";
    }

    private List<String> evaluationChanges() {
        List<String> changes = new ArrayList<>();
        var there = run.store().evaluation();
        var evaluate = run.recipe().evaluate();
        var heldOut = there.heldOut().stream()
                .map(prompt -> new PoolPrompt(prompt.id(), prompt.text()))
                .toList();
        if (!heldOut.equals(evaluation.heldOutPrompts(pool.prompts()))) {
            changes.add("evaluate.heldOut: other prompts are held out than when the run began");
        }
        if (!there.items().equals(evaluation.items()) || !there.choices().equals(evaluation.choices())) {
            changes.add("evaluate.ratings, evaluate.pairwise: their files ("
                    + evaluate.ratings().file() + ", " + evaluate.pairwise().file()
                    + ") give other rows than when the run began");
        }
        return changes;
    }

    /** Rounds that have not begun may do otherwise than was known when the run began. */
    private List<Row> fresh() {
        var work = run.store().work();
        var known = work.samplings();
        List<Row> fresh = new ArrayList<>();
        samplings().stream().filter(sampling -> !known.contains(sampling.id())).forEach(fresh::add);
        templates().stream()
                .filter(template -> !work.templates(template.role()).contains(template.hash()))
                .forEach(fresh::add);
        return fresh;
    }

    private List<String> changedTemplates(RunRow begun) {
        List<String> changes = new ArrayList<>();
        if (!begun.judgeTemplate().equals(run.judge().template().hash())) {
            changes.add("judge.template: " + run.judge().template().file() + " says something else now");
        }
        boolean metaJudges =
                run.recipe().used().stream().anyMatch(round -> round.metaJudge().enabled());
        if (metaJudges
                && !begun.metaTemplate().equals(run.metaJudge().template().hash())) {
            changes.add("metaJudge.template: " + run.metaJudge().template().file() + " says something else now");
        }
        run.compare()
                .map(CompareRole::template)
                .filter(compare -> !run.store().work().templates(compare.role()).contains(compare.hash()))
                .ifPresent(compare -> changes.add("evaluate.template: " + compare.file() + " says something else now"));
        run.generate().map(GenerateRole::template).ifPresent(generate -> {
            var known = run.store().work().templates(generate.role());
            if (!known.isEmpty() && !known.contains(generate.hash())) {
                changes.add("prompts.generate.template: " + generate.file() + " says something else now");
            }
        });
        return changes;
    }

    private static String digest(PromptPool pool) {
        var text = new StringBuilder();
        for (PoolPrompt prompt : pool.prompts()) {
            text.append(Seeds.digest(prompt.id())).append(Seeds.digest(prompt.text()));
        }
        if (!pool.seeds().isEmpty()) {
            text.append(digest(new PromptPool(pool.seeds())));
        }
        return Seeds.digest(text.toString());
    }
}
