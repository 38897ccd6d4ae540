package dev.metajudge.chat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.metajudge.UserError;
import dev.metajudge.judge.Reason;
import dev.metajudge.judge.Rubric;
import dev.metajudge.judge.ScoreReader;
import dev.metajudge.judge.ScoreReading;
import dev.metajudge.prompt.Template;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A judge on any langchain4j chat model: renders a rubric's template, lets the model judge, and reads the score at the end
 * of what it wrote. Safe for as many threads as the chat model is.
 */
public final class Judge {
    private final ChatModel model;
    private final Template template;
    private final ScoreReader reader;

    private Judge(ChatModel model, Template template, Rubric rubric) {
        this.model = model;
        this.template = template;
        this.reader = new ScoreReader(rubric);
    }

    /**
     * A judge.
     *
     * @param rubric a judge's template with a rubric in its front matter
     * @throws UserError if it has none
     */
    public static Judge of(ChatModel model, Template rubric) {
        return new Judge(
                model,
                rubric,
                rubric.rubric()
                        .orElseThrow(
                                () -> UserError.input(rubric.file() + ":1: a judge's front matter needs a rubric")));
    }

    /**
     * A judge by a template's file, such as {@code prompts/judge/additive-5.md}.
     *
     * @throws UserError if it cannot be read, naming file and line
     */
    public static Judge of(ChatModel model, Path rubric) {
        return of(model, Template.read(rubric));
    }

    /** Judges a response to an instruction. */
    public Judgment score(String instruction, String response) {
        return score(Map.of("instruction", instruction, "response", response));
    }

    /** Judges by a rubric with variables of its own; each must be given, and no other. */
    public Judgment score(Map<String, String> variables) {
        template.check(variables.keySet());
        var messages =
                template.render(variables).stream().map(Conversation::chat).toList();
        var answer = model.chat(messages);
        var text = Optional.ofNullable(answer.aiMessage().text()).orElse("");
        boolean cut = answer.finishReason() == FinishReason.LENGTH;
        return switch (reader.read(text)) {
            case ScoreReading.Valid valid -> new Judgment(text, Optional.of(valid.score()), Optional.empty(), cut);
            case ScoreReading.OutOfRange out -> new Judgment(text, Optional.empty(), Optional.of("out of range"), cut);
            case ScoreReading.Unreadable(Reason reason) ->
                new Judgment(text, Optional.empty(), Optional.of(reason.label()), cut);
        };
    }

    /**
     * A judgment.
     *
     * @param text all that the judge wrote
     * @param score in the rubric's range; empty where none counts
     * @param unreadable why there is none: "missing", "out of range" or another reason
     * @param cut whether the text was ended by a limit of tokens
     */
    public record Judgment(String text, Optional<Double> score, Optional<String> unreadable, boolean cut) {}
}
