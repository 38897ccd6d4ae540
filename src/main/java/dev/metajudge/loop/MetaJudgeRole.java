package dev.metajudge.loop;

import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.config.Recipe;
import dev.metajudge.judge.WinnerReader;
import dev.metajudge.judge.WinnerReading;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the meta-judge is asked and how its answer is read. */
final class MetaJudgeRole {
    static final String ROLE = "meta-judge";

    private final Template template;
    private final WinnerAnswer answer = new WinnerAnswer(new WinnerReader());

    private MetaJudgeRole(Template template) {
        this.template = template;
    }

    /** @throws UserError when the template is not there, or not a meta-judge's */
    static MetaJudgeRole of(PromptLibrary library, Recipe.Meta meta) {
        var template = library.template(ROLE, meta.template());
        template.check(Set.copyOf(PromptLibrary.META_JUDGE_VARIABLES));
        return new MetaJudgeRole(template);
    }

    Template template() {
        return template;
    }

    List<Message> prompt(String instruction, String response, String first, String second) {
        return template.render(
                Map.of("instruction", instruction, "response", response, "judgment_a", first, "judgment_b", second));
    }

    /** @param force whether a verdict without a readable winner gets one forced */
    ExpectedAnswer ending(boolean force) {
        return answer.ending(force);
    }

    /** What the verdict says. */
    WinnerReading read(Completion verdict) {
        return answer.read(verdict);
    }

    Optional<String> distribution(Completion verdict) {
        return answer.distribution(verdict);
    }
}
