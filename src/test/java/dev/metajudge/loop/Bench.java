package dev.metajudge.loop;

import dev.metajudge.backend.Sampling;
import dev.metajudge.config.Evaluate;
import dev.metajudge.config.Evaluate.Evaluator;
import dev.metajudge.config.FailOn;
import dev.metajudge.config.HeldOutPrompts;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RewardSource;
import dev.metajudge.model.Precision;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.PromptPool;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import dev.metajudge.train.TrainSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A small recipe, its pool and templates, and runs of it. */
final class Bench {
    static final PromptLibrary TEMPLATES = PromptLibrary.load(Path.of("prompts"));

    static final FailOn NO_LIMITS = new FailOn(1, 1, 1, 1, 1, 1, 1);

    private Bench() {}

    /** Two rounds of three prompts, three responses, four judgments; batches that don't divide the work. */
    static Recipe recipe() {
        return recipe(2, 3, 3, 4, List.of(0.0, 0.3), 2);
    }

    static Recipe recipe(int rounds, int prompts, int responses, int judgments, List<Double> tiers, int metaRounds) {
        var sampling = new Sampling(0.8, 0.95, 0, 0, 20, List.of());
        return new Recipe(
                "scripted:model",
                Precision.BF16,
                "auto",
                42,
                rounds,
                new Recipe.Prompts("pool.jsonl", prompts),
                new Recipe.Respond(responses, 2, sampling),
                new Recipe.Judge(
                        "additive-5",
                        judgments,
                        4,
                        true,
                        RewardSource.PARSED,
                        new Sampling(0.8, 0.95, 0, 0, 64, List.of())),
                new Recipe.Pairs(tiers, List.of(2500), List.of(1100, 1000), false),
                new Recipe.Meta("compare", 5, true, metaRounds, 0, sampling),
                new TrainSettings(.1, 1e-4, 2, 2, 1, .1, 1, 0, 8, 16, 512, 2),
                noEvaluation(),
                NO_LIMITS);
    }

    static Recipe judged(Recipe old, Recipe.Judge judge) {
        return changed(old, judge, old.pairs(), old.metaJudge(), old.failOn());
    }

    static Recipe paired(Recipe old, Recipe.Pairs pairs) {
        return changed(old, old.judge(), pairs, old.metaJudge(), old.failOn());
    }

    static Recipe capped(Recipe old, int maxVerdicts) {
        var meta = old.metaJudge();
        var capped = new Recipe.Meta(
                meta.template(), meta.batch(), meta.force(), meta.rounds(), maxVerdicts, meta.sampling());
        return changed(old, old.judge(), old.pairs(), capped, old.failOn());
    }

    static Recipe limited(Recipe old, FailOn limits) {
        return changed(old, old.judge(), old.pairs(), old.metaJudge(), limits);
    }

    private static Recipe changed(Recipe old, Recipe.Judge judge, Recipe.Pairs pairs, Recipe.Meta meta, FailOn limits) {
        return new Recipe(
                old.model(),
                old.precision(),
                old.chatFormat(),
                old.seed(),
                old.rounds(),
                old.prompts(),
                old.respond(),
                judge,
                pairs,
                meta,
                old.train(),
                old.evaluate(),
                limits);
    }

    static Recipe evaluated(Recipe old, Evaluate evaluate) {
        return new Recipe(
                old.model(),
                old.precision(),
                old.chatFormat(),
                old.seed(),
                old.rounds(),
                old.prompts(),
                old.respond(),
                old.judge(),
                old.pairs(),
                old.metaJudge(),
                old.train(),
                evaluate,
                old.failOn());
    }

    static Evaluate noEvaluation() {
        return evaluation(new HeldOutPrompts.Count(0), Evaluator.BASE, "", true);
    }

    /** @param human names the files of both kinds; they are given to the loop as {@link Inputs} */
    static Evaluate evaluation(HeldOutPrompts heldOut, Evaluator judge, String human, boolean force) {
        var greedy = new Sampling(0, 1, 0, 0, 400, List.of());
        return new Evaluate(
                heldOut,
                judge,
                "pairwise",
                2,
                true,
                greedy,
                greedy,
                new Evaluate.Judgments(2, 3, force, greedy),
                new Evaluate.Ratings(human, 0, "id", "prompt", "response", "score"),
                new Evaluate.Pairwise(human, 0, true, "id", "prompt", "first", "second", "label"));
    }

    static PromptPool pool(int prompts) {
        return new PromptPool(IntStream.rangeClosed(1, prompts)
                .mapToObj(i -> new PoolPrompt("p" + i, "Question " + i + "?"))
                .toList());
    }

    static RunSummary run(RunStore store, ScriptedEngine engine, Recipe recipe, Progress progress) {
        return new Loop(store, engine, recipe, new Inputs(TEMPLATES, pool(5))).run(progress);
    }

    /** Every row of every table, timestamps and durations aside, as sorted lines of text. */
    static String rows(Path folder) {
        var all = new TreeMap<String, List<String>>();
        try (var reader = RunReader.open(folder)) {
            for (var table : reader.browse().tables()) {
                if (table.type().equals("table")) {
                    var result = reader.sql("SELECT * FROM " + table.name(), 0, Duration.ofMinutes(1));
                    var timed = Set.of("created_at", "seconds");
                    all.put(
                            table.name(),
                            result.rows().stream()
                                    .map(row -> IntStream.range(0, row.size())
                                            .filter(i -> !timed.contains(
                                                    result.columns().get(i)))
                                            .mapToObj(i -> Objects.toString(row.get(i)))
                                            .toList()
                                            .toString())
                                    .sorted()
                                    .toList());
                }
            }
        }
        var text = new StringBuilder();
        all.forEach((table, rows) ->
                rows.forEach(row -> text.append(table).append(' ').append(row).append('\n')));
        return text.toString();
    }
}
