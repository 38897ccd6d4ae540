package dev.metajudge.loop;

import dev.metajudge.prompt.Message;
import dev.metajudge.store.JudgmentRow;
import dev.metajudge.store.PreferencePairRow;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.ResponseRow;
import dev.metajudge.train.PreferenceExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The round's preference pairs as conversations to train on: two responses to a prompt, or two judgments of a response
 * under the judge's template. Texts are as they were generated, a forced ending included.
 */
final class Examples {
    private final Round round;

    private Examples(Round round) {
        this.round = round;
    }

    static List<PreferenceExample> of(Round round) {
        var examples = new Examples(round);
        List<PreferenceExample> all = new ArrayList<>();
        for (var pair : round.work().pairs(round.number())) {
            if (pair.kind().equals(ActorPairStage.KIND)) {
                all.add(examples.actor(pair));
            } else {
                all.add(examples.judge(pair));
            }
        }
        return all;
    }

    private PreferenceExample actor(PreferencePairRow pair) {
        return new PreferenceExample(
                pair.id(),
                List.of(Message.user(prompt(pair.prompt()).text())),
                response(pair.chosen()).text(),
                response(pair.rejected()).text());
    }

    private PreferenceExample judge(PreferencePairRow pair) {
        var chosen = judgment(pair.chosen());
        var messages = round.run()
                .judge()
                .prompt(
                        prompt(pair.prompt()).text(),
                        response(chosen.response()).text());
        return new PreferenceExample(
                pair.id(), messages, chosen.text(), judgment(pair.rejected()).text());
    }

    private PromptRow prompt(String id) {
        return only(round.work().prompts(List.of(id)), id);
    }

    private ResponseRow response(String id) {
        return only(round.work().responses(List.of(id)), id);
    }

    private JudgmentRow judgment(String id) {
        return only(round.work().judgments(List.of(id)), id);
    }

    private static <T> T only(List<T> rows, String id) {
        return Objects.requireNonNull(rows.isEmpty() ? null : rows.getFirst(), id);
    }
}
