package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.Engine;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.Sampling;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.backend.server.ServerSettings;
import dev.metajudge.config.Installation;
import dev.metajudge.loop.Seeds;
import dev.metajudge.model.source.Sha256;
import dev.metajudge.prompt.Template;
import dev.metajudge.scoring.ItemReader;
import dev.metajudge.scoring.ScoreItem;
import dev.metajudge.scoring.ScoreModel;
import dev.metajudge.scoring.ScoreQuestion;
import dev.metajudge.scoring.ScoreRange;
import dev.metajudge.scoring.ScoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What {@code score} and {@code score tune} share: the model, the items, what is asked about them. */
final class ScoringOptions {
    /** Room for a lead and a score, written in any way that is read: "**Score:** 87 out of 100 points." */
    private static final int ANSWER_TOKENS = 24;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private ModelOption model = new ModelOption();

    @Option(names = "--input", required = true, paramLabel = "F.jsonl", description = "The items.")
    private Path input = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the result goes.")
    private Path out = Path.of("");

    @Option(
            names = "--rubric",
            paramLabel = "R",
            description = "A judge's template: a name in prompts/judge, or a file. Without it items are raw texts.")
    private @Nullable String rubric;

    @Option(
            names = "--range",
            paramLabel = "A-B",
            description = "The scores, such as 1-5, 0-9 or 1-100; the rubric's own by itself, 1-5 for raw texts.",
            converter = LabelConverter.OfRange.class)
    private @Nullable ScoreRange range;

    @Option(
            names = "--reading",
            paramLabel = "HOW",
            description = "How layers before the last are read: normed (the default) or raw.",
            converter = LabelConverter.OfReading.class)
    private Reading reading = Reading.NORMED;

    @Option(
            names = "--reasoning",
            description = "Let the judge write its reason first, and read the score at its end; forced if missing.")
    private boolean reasoning;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Of judgments; 0 is greedy, and the default of --reasoning; 1 that of samples.")
    private @Nullable Double temperature;

    @Option(names = "--max-tokens", paramLabel = "N", description = "For --reasoning: of a judgment (384).")
    private int maxTokens = 384;

    @Option(names = "--seed", paramLabel = "N", description = "Decides the random choices (0).")
    private long seed = 0;

    Path out() {
        return out;
    }

    Reading reading() {
        return reading;
    }

    long seed() {
        return seed;
    }

    String modelName() {
        return model.checkpoint().source();
    }

    /** What is asked, with everything about it checked that needs no model. */
    ScoreQuestion question() {
        Optional<ScoreRange> scores = Optional.ofNullable(range);
        if (rubric != null) {
            return ScoreQuestion.ofTemplate(rubric, Installation.prompts(), scores);
        }
        if (reasoning) {
            throw UserError.input("--reasoning needs a --rubric: a raw text ends where the score begins");
        }
        return ScoreQuestion.ofTexts(scores);
    }

    List<ScoreItem> items(ScoreQuestion question, Optional<ItemReader.Rated> rated) {
        return new ItemReader(input, question.fields(), rated).read();
    }

    EmbeddedEngine engine() {
        return model.engine();
    }

    Engine anywhere(ServerSettings settings, PrintWriter err) {
        return model.anywhere(settings, err);
    }

    /** Whether the model is on a server, which gives no layers. */
    boolean onServer() {
        return ServerAddress.is(modelName());
    }

    String digest(Engine engine) {
        return engine.digest(model.checkpoint());
    }

    ScoreModel load(Engine engine) {
        return new ScoreModel(
                engine.scorer(model.checkpoint()),
                reasoning ? Optional.of(judgments(engine, sampling(), 1)) : Optional.empty());
    }

    /** The model, to write so many judgments an item. */
    ScoreModel load(Engine engine, int samples) {
        return new ScoreModel(
                engine.scorer(model.checkpoint()), Optional.of(judgments(engine, sampling(samples), samples)));
    }

    private ScoreModel.Judgments judgments(Engine engine, Sampling sampling, int samples) {
        return new ScoreModel.Judgments(
                engine.sampler(model.checkpoint()), sampling, id -> Seeds.of(seed, "score", id), samples);
    }

    /** @throws UserError if an option for judgments is out of its range */
    Sampling sampling() {
        return sampling(0, maxTokens, List.of());
    }

    /**
     * How so many judgments of an item are drawn. Without reasoning the first line is the answer. At temperature 1 the
     * shares of the scores estimate the model's own distribution.
     *
     * @throws UserError if they would all be the same, or an option is out of its range
     */
    Sampling sampling(int samples) {
        if (temperature != null && temperature == 0 && samples > 1) {
            throw new UserError(
                    Exit.USAGE, "--temperature 0 makes all samples of an item alike; use more, or --samples 1");
        }
        return reasoning ? sampling(1, maxTokens, List.of()) : sampling(1, ANSWER_TOKENS, List.of("\n"));
    }

    private Sampling sampling(double usual, int most, List<String> stop) {
        try {
            return new Sampling(temperature == null ? usual : temperature, 1, 0, 0, most, stop);
        } catch (IllegalArgumentException wrong) {
            throw new UserError(
                    Exit.USAGE, "--" + String.valueOf(wrong.getMessage()).replace("maxTokens", "max-tokens"));
        }
    }

    String inputDigest() {
        return fileDigest(input);
    }

    static String fileDigest(Path file) {
        try {
            return Sha256.ofFile(file);
        } catch (IOException failed) {
            throw new UserError(Exit.INPUT, file + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    /** Samples as settings name them. */
    String told(int samples) {
        return samples + " an item, " + told(sampling(samples));
    }

    private String told(Sampling sampling) {
        return "temperature %s, %d tokens, seed %d".formatted(sampling.temperature(), sampling.maxTokens(), seed);
    }

    /** All that decides a job's lines; {@code more} is what the verb adds. */
    ScoreSettings settings(ScoreQuestion question, String digest, Map<String, String> more) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("input", inputDigest());
        values.put("model", digest);
        values.put("precision", onServer() ? "the server's" : model.precision().label());
        values.put("chat format", model.chatFormat());
        values.put("rubric", question.template().map(Template::hash).orElse(ScoreQuestion.TEXT));
        values.put("range", question.rubric().min() + "-" + question.rubric().max());
        values.put("reading", reading.label());
        values.put("reasoning", reasoning ? told(sampling()) : "none");
        values.putAll(more);
        return new ScoreSettings(values);
    }
}
