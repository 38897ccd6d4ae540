package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.prompt.Message;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.ResponseRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Samples responses to the round's prompts. Of identical ones to a prompt, the first is kept and the others refer to it. */
final class RespondStage {
    private final Round round;

    private RespondStage(Round round) {
        this.round = round;
    }

    static void run(Round round) {
        var prompts = round.work().roundPrompts(round.number());
        var respond = round.settings().respond();
        new Batches<>(prompts, respond.batch(), respond.samples(), id -> id)
                .run(round, Stage.RESPOND, round.work().answered(round.number()), new RespondStage(round)::batch);
    }

    private Batches.Made batch(List<String> ids) {
        Map<String, String> texts =
                round.work().prompts(ids).stream().collect(Collectors.toMap(PromptRow::id, PromptRow::text));
        var requests =
                ids.stream().map(id -> request(id, texts.getOrDefault(id, ""))).toList();
        var completions = round.sample(requests);
        List<ResponseRow> rows = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            rows.addAll(rows(ids.get(i), requests.get(i).seed(), completions.get(i)));
        }
        return new Batches.Made(
                rows, rows.stream().mapToLong(ResponseRow::tokens).sum());
    }

    private Request request(String prompt, String text) {
        var respond = round.settings().respond();
        var id = Ids.roundPrompt(round.number(), prompt);
        return new Request(
                id,
                new Input.Chat(List.of(Message.user(text))),
                respond.samples(),
                respond.sampling(),
                round.run().seed("respond", id),
                Optional.empty());
    }

    private List<ResponseRow> rows(String prompt, long seed, List<Completion> completions) {
        Map<String, String> firstOfText = new HashMap<>();
        List<ResponseRow> rows = new ArrayList<>();
        for (int sample = 1; sample <= completions.size(); sample++) {
            var completion = completions.get(sample - 1);
            var id = Ids.response(round.number(), prompt, sample);
            var earlier = Optional.ofNullable(firstOfText.putIfAbsent(completion.text(), id));
            rows.add(new ResponseRow(
                    id,
                    round.number(),
                    prompt,
                    sample,
                    round.model(),
                    Settings.id(round.settings().respond().sampling()),
                    seed,
                    completion.text(),
                    Settings.characters(completion.text()),
                    completion.finish().label(),
                    completion.written(),
                    completion.promptTokens(),
                    completion.logprob(),
                    earlier));
        }
        return rows;
    }
}
