package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.measure.LayerTuning;
import dev.metajudge.measure.LayerWeights;
import dev.metajudge.measure.SpanChoice;
import dev.metajudge.prompt.Template;
import dev.metajudge.scoring.ItemReader;
import dev.metajudge.scoring.RatedLayers;
import dev.metajudge.scoring.ScoreItem;
import dev.metajudge.scoring.ScoreJob;
import dev.metajudge.scoring.ScoreLine;
import dev.metajudge.scoring.ScoreQuestion;
import dev.metajudge.scoring.ScoreRange;
import dev.metajudge.scoring.ScorerKind;
import dev.metajudge.scoring.WeightsFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes layer weights out of rated items. */
@Command(
        name = "tune",
        description = {
            "Makes layer weights for --scorer lager out of items that people rated.",
            "By itself it trains one weight a layer (softmax(v); alpha cross-entropy + (1 - alpha) absolute error;"
                    + " Adam). With --span it takes the same weight for a span of layers, chosen by cross-validation:"
                    + " the honest way where ratings are few."
        },
        footer = {
            "  metajudge score tune --model m.gguf --input rated.jsonl --rubric quality \\",
            "      --rating overall --out weights.json",
            "  metajudge score tune --model m.gguf --input rated.jsonl --rubric quality \\",
            "      --span --criterion spearman --out span.json",
        })
final class ScoreTuneCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private ScoringOptions scoring = new ScoringOptions();

    @Option(names = "--rating", paramLabel = "FIELD", description = "The field with people's rating (rating).")
    private String rating = "rating";

    @Option(names = "--alpha", paramLabel = "A", description = "Share of the cross-entropy in the loss (0.5).")
    private double alpha = LayerTuning.PAPER.alpha();

    @Option(names = "--rate", paramLabel = "R", description = "Adam's learning rate (0.01).")
    private double rate = LayerTuning.PAPER.learningRate();

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the items (1).")
    private int epochs = LayerTuning.PAPER.epochs();

    @Option(names = "--span", description = "Choose a span of layers in place of training.")
    private boolean span;

    @Option(names = "--folds", paramLabel = "K", description = "For --span: folds (5).")
    private int folds = 5;

    @Option(
            names = "--criterion",
            paramLabel = "C",
            description = "For --span: spearman (the default) or mae.",
            converter = LabelConverter.OfCriterion.class)
    private SpanChoice.Criterion criterion = SpanChoice.Criterion.SPEARMAN;

    @Option(names = "--json", description = "Print what the file holds as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        LayerTuning tuning = tuning();
        scoring.sampling();
        ScoreQuestion question = scoring.question();
        var range = ScoreRange.of(question.rubric());
        List<ScoreItem> items = scoring.items(question, Optional.of(new ItemReader.Rated(rating, range)));
        try (EmbeddedEngine engine = scoring.engine();
                var watched = new WatchedScoring(line.getErr())) {
            String digest = scoring.digest(engine);
            var job = new ScoreJob(
                    question,
                    new ScoreLine(ScorerKind.LAGER, range, Optional.empty(), true),
                    Optional.of(scoring.reading()),
                    scoring.load(engine));
            var settings = scoring.settings(question, digest, Map.of("for", "tune"));
            Tuned tuned = job.layers(items, settings, scoring.out(), watched, layers -> {
                var rated = RatedLayers.of(items, layers, range);
                WeightsFile made = make(rated, tuning, digest, question);
                made.write(scoring.out());
                return new Tuned(rated, made);
            });
            if (json) {
                line.getOut().println(Json.line(tuned.made()));
            } else {
                new TuningReport(tuned.made(), tuned.rated()).lines().forEach(line.getOut()::println);
                line.getOut().println(scoring.out() + ": written (" + watched.rate() + ")");
            }
        }
        return Exit.OK.code();
    }

    private record Tuned(RatedLayers rated, WeightsFile made) {}

    private LayerTuning tuning() {
        var line = Objects.requireNonNull(spec).commandLine();
        if (folds < 2) {
            throw new ParameterException(line, "--folds must be 2 or more, not " + folds);
        }
        try {
            return new LayerTuning(alpha, LayerTuning.ErrorTerm.ABSOLUTE, rate, LayerTuning.PAPER.batch(), epochs);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(line, "--alpha, --rate or --epochs: " + wrong.getMessage());
        }
    }

    private WeightsFile make(RatedLayers rated, LayerTuning tuning, String digest, ScoreQuestion question) {
        LayerWeights weights;
        WeightsFile.Tuning trained = null;
        SpanChoice chosen = null;
        if (span) {
            chosen = rated.span(folds, criterion, scoring.seed());
            weights = chosen.weights(rated.layers()[0].length);
        } else {
            LayerTuning.Tuned tuned = rated.tune(tuning, scoring.seed());
            weights = tuned.weights();
            trained = new WeightsFile.Tuning(alpha, rate, tuning.batch(), epochs, scoring.seed(), tuned.losses());
        }
        return new WeightsFile(
                scoring.modelName(),
                digest,
                rated.range().toString(),
                scoring.reading().label(),
                question.template().map(Template::hash).orElse(ScoreQuestion.TEXT),
                scoring.inputDigest(),
                rated.items(),
                weights.values(),
                trained,
                chosen);
    }
}
