package dev.metajudge.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.ExpectedAnswer.Finding;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RewardSource;
import dev.metajudge.judge.AnswerSpan;
import dev.metajudge.judge.Rubric;
import dev.metajudge.judge.ScoreReader;
import dev.metajudge.judge.ScoreReading;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the judge is asked and how its answer is read: the judge's template and its rubric. */
final class JudgeRole {
    static final String ROLE = "judge";

    private static final JsonMapper JSON = new JsonMapper();

    private final Template template;
    private final Rubric rubric;
    private final ScoreReader reader;
    private final RewardSource reward;

    private JudgeRole(Template template, Rubric rubric, Recipe.Judge settings) {
        this.template = template;
        this.rubric = rubric;
        this.reader = new ScoreReader(rubric);
        this.reward = settings.reward();
    }

    /** @throws UserError when the template is not there, or not a judge's */
    static JudgeRole of(PromptLibrary library, Recipe.Judge judge) {
        var template = library.template(ROLE, judge.template());
        template.check(Set.copyOf(PromptLibrary.JUDGE_VARIABLES));
        var rubric = template.rubric()
                .orElseThrow(() -> UserError.input(template.file() + ":1: a judge's front matter needs a rubric"));
        return new JudgeRole(template, rubric, judge);
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
        return new ExpectedAnswer("\n" + rubric.lead(), rubric.values(), force, this::find);
    }

    private Finding find(String text) {
        return switch (reader.read(text)) {
            case ScoreReading.Valid(double score, boolean whole, AnswerSpan span) ->
                // A fraction counts, but it is none of the values whose distribution could be read.
                whole ? new Finding.Found(span.lead(), span.value(), span.end()) : new Finding.Refused();
            case ScoreReading.OutOfRange outOfRange -> new Finding.Refused();
            case ScoreReading.Unreadable unreadable -> new Finding.Missing();
        };
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
            case E_SCORE -> score.flatMap(readable -> expected);
            case LAGER -> throw new IllegalStateException("recipes with reward lager are refused");
        };
    }

    /** The distribution's expectation. */
    Optional<Double> expected(Completion judgment) {
        return judgment.answer().map(answer -> {
            double sum = 0;
            for (int i = 0; i < rubric.values().size(); i++) {
                sum += Integer.parseInt(rubric.values().get(i))
                        * answer.probabilities().get(i);
            }
            return sum;
        });
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
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
