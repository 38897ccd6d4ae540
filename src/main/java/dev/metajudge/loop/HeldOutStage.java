package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.prompt.Message;
import dev.metajudge.store.HeldOutResponseRow;
import dev.metajudge.store.PromptRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** One response of a model to each held-out prompt. The seed is the prompt's, so that models differ in nothing else. */
final class HeldOutStage {
    private final Round round;

    private HeldOutStage(Round round) {
        this.round = round;
    }

    static void run(Round round, Stage stage, List<String> prompts) {
        new Batches<>(prompts, round.run().recipe().evaluate().batch(), 1, id -> id)
                .run(round, stage, round.work().heldOutAnswered(round.model()), new HeldOutStage(round)::batch);
    }

    private Batches.Made batch(List<String> ids) {
        Map<String, String> texts =
                round.work().prompts(ids).stream().collect(Collectors.toMap(PromptRow::id, PromptRow::text));
        var requests = ids.stream()
                .map(id -> request(id, Objects.requireNonNull(texts.get(id))))
                .toList();
        var completions = round.sample(requests);
        List<HeldOutResponseRow> rows = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            rows.add(row(ids.get(i), requests.get(i).seed(), completions.get(i).getFirst()));
        }
        return new Batches.Made(
                rows, rows.stream().mapToLong(HeldOutResponseRow::tokens).sum());
    }

    private Request request(String prompt, String text) {
        return new Request(
                Ids.heldOut(round.model(), prompt),
                new Input.Chat(List.of(Message.user(text))),
                1,
                round.run().recipe().evaluate().responses(),
                round.run().seed("held-out", prompt),
                Optional.empty());
    }

    private HeldOutResponseRow row(String prompt, long seed, Completion completion) {
        return new HeldOutResponseRow(
                Ids.heldOut(round.model(), prompt),
                round.number(),
                prompt,
                round.model(),
                Settings.id(round.run().recipe().evaluate().responses()),
                seed,
                completion.text(),
                Settings.characters(completion.text()),
                completion.finish().label(),
                completion.written(),
                completion.promptTokens(),
                completion.logprob());
    }
}
