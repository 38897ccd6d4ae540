package dev.metajudge.loop;

import dev.metajudge.backend.Sampling;
import dev.metajudge.config.Evaluate;
import dev.metajudge.config.Evaluate.Evaluator;
import dev.metajudge.config.FailOn;
import dev.metajudge.config.Generate;
import dev.metajudge.config.HeldOutPrompts;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RewardSource;
import dev.metajudge.config.RoundSettings;
import dev.metajudge.model.Precision;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.PromptPool;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import dev.metajudge.train.DataSettings;
import dev.metajudge.train.EarlyStopping;
import dev.metajudge.train.LoraSettings;
import dev.metajudge.train.OptimizerSettings;
import dev.metajudge.train.Schedule;
import dev.metajudge.train.TooLong;
import dev.metajudge.train.TrainSettings;
import dev.metajudge.train.TrainedWeights;
import dev.metajudge.train.loss.LossSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A small recipe, its pool and templates, and runs of it. */
final class Bench {
    static final PromptLibrary TEMPLATES = PromptLibrary.load(Path.of("prompts"));

    static final FailOn NO_LIMITS = new FailOn(1, 1, 1, 1, 1, 1, 1);

    private Bench() {}

    /** Two rounds of three prompts, three responses, four judgments; batches that don't divide the work. */
    static Recipe recipe() {
        return recipe(2, 3, 3, 4, List.of(0.0, 0.3), 2);
    }

    /** Tiers by round, the last one repeating; the first rounds are meta-judged. */
    static Recipe recipe(int rounds, int prompts, int responses, int judgments, List<Double> tiers, int metaRounds) {
        var sampling = new Sampling(0.8, 0.95, 0, 0, 20, List.of());
        var judging = new Sampling(0.8, 0.95, 0, 0, 64, List.of());
        var entries = IntStream.rangeClosed(1, rounds)
                .mapToObj(round -> new RoundSettings(
                        new Recipe.Prompts("pool.jsonl", prompts, generate(0, Generate.Author.BASE)),
                        new Recipe.Respond(responses, 2, sampling),
                        new Recipe.Judge("additive-5", judgments, 4, true, RewardSource.PARSED, judging),
                        new Recipe.Pairs(
                                tiers.get(Math.min(round, tiers.size()) - 1), 2500, round == 1 ? 1100 : 1000, false),
                        new Recipe.Meta(round <= metaRounds, "compare", 5, true, 0, sampling),
                        training(new DataSettings(2, 2, 1, 512, TooLong.DROP), 2)))
                .toList();
        return new Recipe(
                "scripted:model",
                Precision.BF16,
                "auto",
                42,
                rounds,
                entries.getFirst(),
                entries,
                noEvaluation(),
                NO_LIMITS);
    }

    static TrainSettings training(DataSettings data, int checkpointSteps) {
        return new TrainSettings(
                LossSettings.dpo(.1),
                TrainedWeights.LORA,
                LoraSettings.of(8, 16),
                new OptimizerSettings(1e-4, Schedule.COSINE, .1, 0, 1, 20),
                data,
                checkpointSteps,
                false,
                EarlyStopping.NONE,
                "");
    }

    static TrainSettings watched(TrainSettings old, EarlyStopping watch) {
        return new TrainSettings(
                old.objective(),
                old.weights(),
                old.lora(),
                old.optimizer(),
                old.data(),
                old.checkpointSteps(),
                false,
                watch,
                old.model());
    }

    /** New prompts: batches of three requests, four for each prompt wanted. */
    static Generate generate(int perRound, Generate.Author by) {
        return new Generate(
                perRound,
                by,
                "eight-shot",
                "",
                3,
                4,
                0.7,
                2,
                20,
                List.of("picture", "go to"),
                new Sampling(0.6, 0.9, 0, 0, 120, List.of()));
    }

    static Recipe judged(Recipe old, Recipe.Judge judge) {
        return each(old, r -> settings(r, judge, r.pairs(), r.metaJudge()));
    }

    /** As many entries as pairs, and as many rounds. */
    static Recipe paired(Recipe old, Recipe.Pairs... pairs) {
        return withRounds(
                old,
                Stream.of(pairs)
                        .map(p -> settings(
                                old.every(), old.every().judge(), p, old.every().metaJudge()))
                        .toList());
    }

    static Recipe capped(Recipe old, int maxVerdicts) {
        return each(old, r -> {
            var meta = r.metaJudge();
            var capped = new Recipe.Meta(
                    meta.enabled(), meta.template(), meta.batch(), meta.force(), maxVerdicts, meta.sampling());
            return settings(r, r.judge(), r.pairs(), capped);
        });
    }

    static Recipe limited(Recipe old, FailOn limits) {
        return changed(old, old.every(), old.rounds(), old.evaluate(), limits);
    }

    static Recipe evaluated(Recipe old, Evaluate evaluate) {
        return changed(old, old.every(), old.rounds(), evaluate, old.failOn());
    }

    /** The same change in every round. */
    static Recipe each(Recipe old, UnaryOperator<RoundSettings> change) {
        return changed(
                old,
                change.apply(old.every()),
                old.rounds().stream().map(change).toList(),
                old.evaluate(),
                old.failOn());
    }

    /** These entries and as many rounds. */
    static Recipe withRounds(Recipe old, List<RoundSettings> rounds) {
        return new Recipe(
                old.model(),
                old.precision(),
                old.chatFormat(),
                old.seed(),
                rounds.size(),
                old.every(),
                rounds,
                old.evaluate(),
                old.failOn());
    }

    static RoundSettings settings(RoundSettings old, Recipe.Judge judge, Recipe.Pairs pairs, Recipe.Meta meta) {
        return new RoundSettings(old.prompts(), old.respond(), judge, pairs, meta, old.train());
    }

    private static Recipe changed(
            Recipe old, RoundSettings every, List<RoundSettings> rounds, Evaluate evaluate, FailOn limits) {
        return new Recipe(
                old.model(),
                old.precision(),
                old.chatFormat(),
                old.seed(),
                old.roundCount(),
                every,
                rounds,
                evaluate,
                limits);
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
