package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.judge.Reason;
import dev.metajudge.judge.WinnerReading;
import dev.metajudge.store.EvaluationChoiceRow;
import dev.metajudge.store.EvaluationItemRow;
import dev.metajudge.store.HumanChoiceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model chooses between the two responses of each human choice, in both orders. Seeds are the same for every model. */
final class ChoiceStage {
    private static final int BOTH_ORDERS = 2;

    private final Round round;
    private final CompareRole judge;

    private ChoiceStage(Round round) {
        this.round = round;
        this.judge = round.run().compare().orElseThrow();
    }

    private record Shown(HumanChoiceRow pair, boolean swapped) {
        String first() {
            return swapped ? pair.secondItem() : pair.firstItem();
        }

        String second() {
            return swapped ? pair.firstItem() : pair.secondItem();
        }

        String id() {
            return swapped ? Ids.verdict(pair.id(), 2, 1) : Ids.verdict(pair.id(), 1, 2);
        }
    }

    /** @param round with the model that chooses */
    static void run(Round round, Stage stage) {
        var work = round.store().evaluation();
        new Batches<>(work.choices(), round.run().recipe().evaluate().batch(), BOTH_ORDERS, HumanChoiceRow::id)
                .run(round, stage, work.pairsChosen(round.model()), new ChoiceStage(round)::batch);
    }

    private Batches.Made batch(List<HumanChoiceRow> pairs) {
        var orders = pairs.stream()
                .flatMap(pair -> Stream.of(new Shown(pair, false), new Shown(pair, true)))
                .toList();
        Map<String, EvaluationItemRow> items =
                round
                        .store()
                        .evaluation()
                        .items(orders.stream().map(Shown::first).toList())
                        .stream()
                        .collect(Collectors.toMap(EvaluationItemRow::id, Function.identity()));
        var requests = orders.stream().map(order -> request(order, items)).toList();
        var completions = round.sample(requests);
        List<EvaluationChoiceRow> rows = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            rows.add(row(
                    orders.get(i), requests.get(i).seed(), completions.get(i).getFirst()));
        }
        return new Batches.Made(
                rows, rows.stream().mapToLong(EvaluationChoiceRow::tokens).sum());
    }

    private Request request(Shown order, Map<String, EvaluationItemRow> items) {
        var first = Objects.requireNonNull(items.get(order.first()));
        var second = Objects.requireNonNull(items.get(order.second()));
        return new Request(
                Ids.ofModel(round.model(), order.id()),
                new Input.Chat(judge.prompt(first.instruction(), first.response(), second.response())),
                1,
                round.run().recipe().evaluate().sampling(),
                round.run().seed("human choice", order.id()),
                Optional.of(judge.ending()));
    }

    private EvaluationChoiceRow row(Shown order, long seed, Completion completion) {
        WinnerReading reading = judge.read(completion);
        return new EvaluationChoiceRow(
                Ids.ofModel(round.model(), order.id()),
                round.number(),
                order.pair().id(),
                round.model(),
                order.first(),
                order.second(),
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
