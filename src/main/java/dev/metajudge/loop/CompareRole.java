package dev.metajudge.loop;

import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.config.Evaluate;
import dev.metajudge.judge.WinnerReader;
import dev.metajudge.judge.WinnerReading;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the judge of two responses is asked and how its answer is read. */
final class CompareRole {
    static final String ROLE = "compare-responses";

    private final Template template;
    private final WinnerAnswer answer = new WinnerAnswer(WinnerReader.ofResponses());
    private final boolean force;

    private CompareRole(Template template, boolean force) {
        this.template = template;
        this.force = force;
    }

    /** @throws UserError when the template is not there, or has other variables */
    static CompareRole of(PromptLibrary library, Evaluate evaluate) {
        var template = library.template(ROLE, evaluate.template());
        template.check(Set.copyOf(PromptLibrary.COMPARE_VARIABLES));
        return new CompareRole(template, evaluate.force());
    }

    Template template() {
        return template;
    }

    List<Message> prompt(String instruction, String first, String second) {
        return template.render(Map.of("instruction", instruction, "response_a", first, "response_b", second));
    }

    ExpectedAnswer ending() {
        return answer.ending(force);
    }

    WinnerReading read(Completion choice) {
        return answer.read(choice);
    }

    Optional<String> distribution(Completion choice) {
        return answer.distribution(choice);
    }
}
