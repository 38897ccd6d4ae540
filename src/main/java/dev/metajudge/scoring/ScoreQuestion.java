package dev.metajudge.scoring;

import dev.metajudge.UserError;
import dev.metajudge.backend.Input;
import dev.metajudge.judge.Rubric;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is asked about an item: a judge's template with the item's fields in it, or the item's own text, which ends where
 * the score begins.
 *
 * @param template empty for raw texts
 * @param rubric range and lead
 */
public record ScoreQuestion(Optional<Template> template, Rubric rubric) {
    /** The field that raw texts stand in. */
    public static final String TEXT = "text";

    private static final ScoreRange USUAL = new ScoreRange(1, 5);

    /** Variables that the rubric itself fills in, so that one template serves several ranges. */
    private static final String MIN = "min";

    private static final String MAX = "max";

    /** Raw texts, scored in a range; 1-5 if none is given. */
    public static ScoreQuestion ofTexts(Optional<ScoreRange> range) {
        ScoreRange scores = range.orElse(USUAL);
        return new ScoreQuestion(
                Optional.empty(),
                new Rubric(TEXT, scores.min(), scores.max(), "Score: ", false, Rubric.Direction.HIGHER));
    }

    /**
     * A judge's template.
     *
     * @param named its name in {@code prompts/judge}, or a file
     * @param range the range in place of the rubric's own; the template must name {{min}} and {{max}} then
     * @throws UserError if there is no such template, it has no rubric, or its text is written for its own range
     */
    public static ScoreQuestion ofTemplate(String named, Path prompts, Optional<ScoreRange> range) {
        Template template = named.endsWith(".md") && Files.exists(Path.of(named))
                ? Template.read(Path.of(named))
                : PromptLibrary.load(prompts).template("judge", named);
        Rubric own = template.rubric()
                .orElseThrow(() -> UserError.input(template.file() + ":1: a judge's front matter needs a rubric"));
        ScoreRange scores = range.orElse(ScoreRange.of(own));
        boolean open = template.variables().containsAll(Set.of(MIN, MAX));
        if (!scores.equals(ScoreRange.of(own)) && !open) {
            throw UserError.input(
                    "%s is written for scores from %s; for %s use a rubric that names {{min}} and {{max}}, such as quality"
                            .formatted(template.file(), ScoreRange.of(own), scores));
        }
        return new ScoreQuestion(
                Optional.of(template),
                new Rubric(own.name(), scores.min(), scores.max(), own.lead(), own.fractional(), own.direction()));
    }

    /** The fields that an item must have. */
    public Set<String> fields() {
        return template.map(t -> {
                    Set<String> fields = new TreeSet<>(t.variables());
                    fields.removeAll(Set.of(MIN, MAX));
                    return fields;
                })
                .orElse(new TreeSet<>(Set.of(TEXT)));
    }

    /** What the model reads. */
    public Input prompt(ScoreItem item) {
        return template.<Input>map(t -> new Input.Chat(messages(t, item)))
                .orElseGet(() -> new Input.Text(item.fields().getOrDefault(TEXT, "")));
    }

    /** What the assistant's turn begins with when it is to score at once; nothing for raw texts, which end with it. */
    public String lead() {
        return template.isPresent() ? rubric.lead() : "";
    }

    /** What a judge wrote, from the answer's lead on if the prompt, a raw text, ends with that. */
    String answer(String written) {
        return template.isPresent() ? written : rubric.lead() + written;
    }

    /** The prompt as one text, by which items that begin alike come side by side. */
    String key(ScoreItem item) {
        return template.map(
                        t -> messages(t, item).stream().map(Message::content).collect(Collectors.joining("\n")))
                .orElseGet(() -> item.fields().getOrDefault(TEXT, ""));
    }

    private List<Message> messages(Template t, ScoreItem item) {
        Map<String, String> values = new HashMap<>(item.fields());
        if (t.variables().contains(MIN)) {
            values.put(MIN, Integer.toString(rubric.min()));
        }
        if (t.variables().contains(MAX)) {
            values.put(MAX, Integer.toString(rubric.max()));
        }
        return t.render(values);
    }
}
