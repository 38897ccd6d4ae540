package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Engine;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.config.RoundSettings;
import dev.metajudge.loop.Stage;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.source.Durable;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.train.DataSettings;
import dev.metajudge.train.PreferenceExample;
import dev.metajudge.train.TrainSettings;
import dev.metajudge.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Measures a recipe's rates by a little of its own work: some responses, some judgments of them, one step of training.
 * Texts are cut short, so that what a batch reads weighs more than in a run, and rates come out rather too low.
 */
final class RateTrial {
    /** Enough to keep the machine busy. */
    private static final int ROWS = 64;

    private static final int TOKENS = 32;
    private static final int VERDICTS = 16;

    private final RecipeRun run;
    private final RoundSettings settings;
    private final Engine engine;

    /** @param engine the caller closes it */
    RateTrial(RecipeRun run, Engine engine) {
        this.run = run;
        this.settings = run.recipe().round(1);
        this.engine = engine;
    }

    /** The rates of responding, judging, comparing judgments and training, in this order. */
    List<Rate> rates() {
        if (run.recipe().bringsStart()) {
            throw UserError.input(
                    "--measure needs the model on its server; put it there with metajudge ollama push, and"
                            + " name it with model, its weights with train.model");
        }
        var base = new Checkpoint(run.recipe().source(), List.of());
        List<Rate> rates = new ArrayList<>();
        int samples = Math.min(ROWS, settings.respond().samples());
        var prompts = run.inputs().pool().prompts().stream()
                .limit(Math.max(1, ROWS / samples))
                .map(PoolPrompt::text)
                .toList();
        var asked = prompts.stream()
                .map(prompt -> request(
                        List.of(Message.user(prompt)),
                        samples,
                        settings.respond().sampling()))
                .toList();
        List<List<Completion>> answers;
        try (var sampler = engine.sampler(base)) {
            sampler.sample(List.of(asked.getFirst()), tokens -> {}); // loads the model
            answers = timed(Stage.RESPOND, sampler, asked, rates);
            var judged = judged(prompts, answers);
            var judgments = timed(Stage.JUDGE, sampler, judged, rates);
            if (settings.metaJudge().enabled()) {
                timed(Stage.META_JUDGE, sampler, compared(prompts, answers, judgments), rates);
            }
        }
        rates.add(training(new Checkpoint(run.recipe().weights(), List.of()), asked, answers));
        return rates;
    }

    private List<Request> judged(List<String> prompts, List<List<Completion>> answers) {
        var judge = run.inputs()
                .library()
                .template("judge", run.recipe().every().judge().template());
        int samples = Math.min(ROWS, settings.judge().samples());
        return IntStream.range(0, Math.min(prompts.size(), Math.max(1, ROWS / samples)))
                .mapToObj(i -> request(
                        judge.render(Map.of(
                                "instruction",
                                prompts.get(i),
                                "response",
                                answers.get(i).getFirst().text())),
                        samples,
                        settings.judge().sampling()))
                .toList();
    }

    /** Each verdict has a long prompt of its own, which makes them slow. */
    private List<Request> compared(
            List<String> prompts, List<List<Completion>> answers, List<List<Completion>> judgments) {
        var compare = run.inputs()
                .library()
                .template("meta-judge", run.recipe().every().metaJudge().template());
        return IntStream.range(0, VERDICTS)
                .mapToObj(verdict -> {
                    int i = verdict % judgments.size();
                    var values = Map.of(
                            "instruction", prompts.get(i),
                            "response", answers.get(i).getFirst().text(),
                            "judgment_a", judgments.get(i).getFirst().text(),
                            "judgment_b", judgments.get(i).getLast().text());
                    return request(
                            compare.render(values), 1, settings.metaJudge().sampling());
                })
                .toList();
    }

    private static Request request(List<Message> messages, int samples, Sampling sampling) {
        var cut = new Sampling(
                sampling.temperature(),
                sampling.topP(),
                sampling.topK(),
                sampling.minP(),
                Math.min(TOKENS, sampling.maxTokens()),
                List.of());
        return new Request("trial", new Input.Chat(messages), samples, cut, 1, Optional.empty());
    }

    private static List<List<Completion>> timed(Stage stage, Sampler sampler, List<Request> batch, List<Rate> rates) {
        long start = System.nanoTime();
        var completions = sampler.sample(batch, tokens -> {});
        double seconds = (System.nanoTime() - start) / 1e9;
        long tokens = completions.stream()
                .flatMap(List::stream)
                .mapToLong(Completion::written)
                .sum();
        rates.add(rate(stage, tokens, seconds));
        return completions;
    }

    private static Rate rate(Stage stage, long tokens, double seconds) {
        return new Rate(stage.label(), Math.max(1, tokens) / Math.max(1e-6, seconds), Optional.empty(), "--measure");
    }

    /** One step over responses that the model just gave. */
    private Rate training(Checkpoint base, List<Request> asked, List<List<Completion>> answers) {
        int pairs = 2 * settings.train().data().microBatch();
        List<PreferenceExample> examples = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            int item = i % asked.size();
            var given = answers.get(item);
            examples.add(new PreferenceExample(
                    "trial-" + i,
                    ((Input.Chat) asked.get(item).prompt()).messages(),
                    given.getFirst().text() + " ",
                    given.getLast().text()));
        }
        List<TrainingStep> steps = new ArrayList<>();
        try {
            var folder = Files.createTempDirectory("metajudge-trial");
            try {
                engine.train(base, examples, once(pairs), 1, folder, steps::add);
            } finally {
                Durable.deleteTree(folder);
            }
        } catch (IOException e) {
            throw new UserError(Exit.INPUT, "cannot use the folder for temporary files: " + e.getMessage(), e);
        }
        return rate(
                Stage.TRAIN,
                steps.stream().mapToLong(TrainingStep::tokens).sum(),
                steps.stream().mapToDouble(TrainingStep::seconds).sum());
    }

    /** One step over all of them. */
    private TrainSettings once(int pairs) {
        var train = settings.train();
        var data = train.data();
        return train.unwatched().with(new DataSettings(1, pairs, data.microBatch(), data.maxTokens(), data.tooLong()));
    }
}
