package dev.metajudge.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.Reading;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RewardSource;
import dev.metajudge.judge.Rubric;
import dev.metajudge.judge.ScoreReader;
import dev.metajudge.judge.ScoreReading;
import dev.metajudge.measure.LayerScores;
import dev.metajudge.measure.LayerWeights;
import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.calibration.Predictions;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.Template;
import dev.metajudge.scoring.JudgeAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What the judge is asked and how its answer is read: the judge's template and its rubric. */
final class JudgeRole {
    static final String ROLE = "judge";

    private static final JsonMapper JSON = new JsonMapper();

    private final Template template;
    private final Rubric rubric;
    private final ScoreReader reader;
    private final RewardSource reward;
    /** How layers are read; empty where the reward needs none. */
    private final Optional<Reading> reading;

    private final JudgeFiles files;

    private JudgeRole(Template template, Rubric rubric, Recipe.Judge settings, JudgeFiles files) {
        this.files = files;
        this.template = template;
        this.rubric = rubric;
        this.reader = new ScoreReader(rubric);
        this.reward = settings.reward();
        this.reading = reward == RewardSource.LAGER ? Optional.of(settings.reading()) : Optional.empty();
    }

    /** @throws UserError when the template is not there, or not a judge's */
    static JudgeRole of(PromptLibrary library, Recipe.Judge judge) {
        return of(library, judge, JudgeFiles.NONE);
    }

    /** @param files what was learned about its scores */
    static JudgeRole of(PromptLibrary library, Recipe.Judge judge, JudgeFiles files) {
        var template = library.template(ROLE, judge.template());
        template.check(Set.copyOf(PromptLibrary.JUDGE_VARIABLES));
        var rubric = template.rubric()
                .orElseThrow(() -> UserError.input(template.file() + ":1: a judge's front matter needs a rubric"));
        return new JudgeRole(template, rubric, judge, files);
    }

    Template template() {
        return template;
    }

    Rubric rubric() {
        return rubric;
    }

    List<Message> prompt(String instruction, String response) {
        return template.render(Map.of("instruction", instruction, "response", response));
    }

    /** @param force whether a judgment without a readable score gets one forced */
    ExpectedAnswer ending(boolean force) {
        return JudgeAnswer.of(reader, force, reading);
    }

    /** What the judgment says. */
    ScoreReading read(Completion judgment) {
        return judgment.forced() ? reader.readForced(judgment.text()) : reader.read(judgment.text());
    }

    RewardSource reward() {
        return reward;
    }

    /** What counts of a judgment with this score and this expectation; empty when it does not count. */
    Optional<Double> counted(Optional<Double> score, Optional<Double> expected) {
        return switch (reward) {
            case PARSED -> score;
            // A judgment whose answer was refused has no score; one with a fraction has no distribution.
            case E_SCORE, LAGER -> score.flatMap(readable -> expected);
        };
    }

    /** The expectation over all layers if the reward is lager, else that of the distribution; calibrated if wished. */
    Optional<Double> expected(Completion judgment) {
        return judgment.answer().flatMap(this::probabilities).map(this::expectation);
    }

    private Optional<double[]> probabilities(ExpectedAnswer.Distribution answer) {
        if (reward != RewardSource.LAGER) {
            return Optional.of(answer.probabilities().stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray());
        }
        return answer.layers().map(layers -> {
            double[][] rows = layers.toArray();
            var weights = files.weights()
                    .map(learned -> new LayerWeights(learned.says().weights()))
                    .orElseGet(() -> LayerWeights.uniform(rows.length));
            int[] scale = IntStream.rangeClosed(rubric.min(), rubric.max()).toArray();
            return new LayerScores(rows, scale).distribution(weights);
        });
    }

    private double expectation(double[] p) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += (rubric.min() + i) * p[i];
        }
        var range = new RatingRange(rubric.min(), rubric.max());
        var raw = new Predictions(range, new double[] {sum}, Optional.of(new double[][] {p}));
        return files.calibration()
                .map(learned -> learned.says().calibration().apply(raw).scores()[0])
                .orElse(sum);
    }

    /** The layers' logits that the expectation was made of, as JSON. */
    Optional<String> layers(Completion judgment) {
        return judgment.answer().flatMap(ExpectedAnswer.Distribution::layers).map(layers -> json(layers.rows()));
    }

    Optional<String> distribution(Completion judgment) {
        return judgment.answer().map(answer -> json(rubric.values(), answer));
    }

    /** {"1": 0.25, ...} in the values' order. */
    static String json(List<String> values, ExpectedAnswer.Distribution answer) {
        if (values.size() != answer.probabilities().size()) {
            throw new IllegalStateException(
                    "a distribution of " + answer.probabilities().size() + " over " + values);
        }
        var object = new LinkedHashMap<String, Double>();
        for (int i = 0; i < values.size(); i++) {
            object.put(values.get(i), answer.probabilities().get(i));
        }
        return json(object);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
