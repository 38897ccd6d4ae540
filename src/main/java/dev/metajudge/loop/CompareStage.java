package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.judge.Reason;
import dev.metajudge.judge.WinnerReading;
import dev.metajudge.store.ComparisonRow;
import dev.metajudge.store.HeldOutResponseRow;
import dev.metajudge.store.PromptRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a new model's held-out responses with those of earlier models, in both orders, then counts. */
final class CompareStage {
    private static final int BOTH_ORDERS = 2;

    private final Round round;
    private final CompareRole judge;

    private CompareStage(Round round) {
        this.round = round;
        this.judge = round.run().compare().orElseThrow();
    }

    /** Two responses to a prompt, by their models' names, in the order shown. */
    private record Shown(String prompt, String opponent, String first, String second) {
        String id() {
            return Ids.comparison(firstId(), secondId());
        }

        String firstId() {
            return Ids.heldOut(first, prompt);
        }

        String secondId() {
            return Ids.heldOut(second, prompt);
        }

        Shown swapped() {
            return new Shown(prompt, opponent, second, first);
        }
    }

    /** @param round with the judge as its model */
    static void run(Round round, String made, List<String> opponents, List<String> prompts) {
        var shown = opponents.stream()
                .flatMap(opponent -> prompts.stream().map(prompt -> new Shown(prompt, opponent, made, opponent)))
                .toList();
        new Batches<>(shown, round.run().recipe().evaluate().batch(), BOTH_ORDERS, Shown::id)
                .run(round, Stage.COMPARE, round.work().compared(round.number()), new CompareStage(round)::batch);
        Batches.whole(opponents, opponent -> opponent)
                .run(
                        round,
                        Stage.WIN_RATES,
                        round.work().winRates(round.number()),
                        all -> new Batches.Made(
                                all.stream()
                                        .map(opponent -> WinRates.row(round, made, opponent))
                                        .toList(),
                                0));
    }

    private Batches.Made batch(List<Shown> batch) {
        var orders = batch.stream()
                .flatMap(shown -> Stream.of(shown, shown.swapped()))
                .toList();
        var prompts = round
                .work()
                .prompts(batch.stream().map(Shown::prompt).distinct().toList())
                .stream()
                .collect(Collectors.toMap(PromptRow::id, PromptRow::text));
        var responses = round
                .work()
                .heldOut(orders.stream().map(Shown::firstId).distinct().toList())
                .stream()
                .collect(Collectors.toMap(HeldOutResponseRow::id, Function.identity()));
        var requests =
                orders.stream().map(order -> request(order, prompts, responses)).toList();
        var completions = round.sample(requests);
        List<ComparisonRow> rows = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            rows.add(row(
                    orders.get(i), requests.get(i).seed(), completions.get(i).getFirst()));
        }
        return new Batches.Made(
                rows, rows.stream().mapToLong(ComparisonRow::tokens).sum());
    }

    private Request request(Shown order, Map<String, String> prompts, Map<String, HeldOutResponseRow> responses) {
        var messages = judge.prompt(
                Objects.requireNonNull(prompts.get(order.prompt())),
                Objects.requireNonNull(responses.get(order.firstId())).text(),
                Objects.requireNonNull(responses.get(order.secondId())).text());
        return new Request(
                order.id(),
                new Input.Chat(messages),
                1,
                round.run().recipe().evaluate().sampling(),
                round.run().seed("compare", order.id()),
                Optional.of(judge.ending()));
    }

    private ComparisonRow row(Shown order, long seed, Completion completion) {
        WinnerReading reading = judge.read(completion);
        return new ComparisonRow(
                order.id(),
                round.number(),
                order.prompt(),
                order.opponent(),
                order.firstId(),
                order.secondId(),
                round.model(),
                judge.template().hash(),
                Settings.id(round.run().recipe().evaluate().sampling()),
                seed,
                completion.text(),
                completion.finish().label(),
                completion.written(),
                completion.promptTokens(),
                completion.logprob(),
                completion.forced(),
                reading.outcome(),
                reading.unreadable().map(Reason::label),
                judge.distribution(completion),
                completion.answer().map(ExpectedAnswer.Distribution::mass));
    }
}
