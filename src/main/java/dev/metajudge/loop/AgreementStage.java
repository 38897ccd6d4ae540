package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.judge.AnswerSpan;
import dev.metajudge.judge.Reason;
import dev.metajudge.judge.ScoreReading;
import dev.metajudge.store.EvaluationItemRow;
import dev.metajudge.store.EvaluationJudgmentRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model judges the responses that people rated or chose between, as the recipe's judge. Seeds are the items', so that
 * models differ in nothing else.
 */
final class AgreementStage {
    private final Round round;
    private final JudgeRole judge;

    private AgreementStage(Round round) {
        this.round = round;
        this.judge = round.run().judge();
    }

    /** @param round with the model that judges */
    static void run(Round round, Stage stage) {
        var settings = round.run().recipe().evaluate().judgments();
        var work = round.store().evaluation();
        var items = work.items().stream().map(EvaluationItemRow::id).toList();
        new Batches<>(items, settings.batch(), settings.samples(), id -> id)
                .run(round, stage, work.itemsJudged(round.model()), new AgreementStage(round)::batch);
    }

    private Batches.Made batch(List<String> ids) {
        var items = round.store().evaluation().items(ids);
        var requests = items.stream().map(this::request).toList();
        var completions = round.sample(requests);
        List<EvaluationJudgmentRow> rows = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            for (int sample = 1; sample <= completions.get(i).size(); sample++) {
                rows.add(row(
                        items.get(i).id(),
                        sample,
                        requests.get(i).seed(),
                        completions.get(i).get(sample - 1)));
            }
        }
        return new Batches.Made(
                rows, rows.stream().mapToLong(EvaluationJudgmentRow::tokens).sum());
    }

    private Request request(EvaluationItemRow item) {
        var settings = round.run().recipe().evaluate().judgments();
        return new Request(
                Ids.ofModel(round.model(), item.id()),
                new Input.Chat(judge.prompt(item.instruction(), item.response())),
                settings.samples(),
                settings.sampling(),
                round.run().seed("agreement", item.id()),
                Optional.of(judge.ending(settings.force())));
    }

    private EvaluationJudgmentRow row(String item, int sample, long seed, Completion completion) {
        var reading = judge.read(completion);
        Optional<Double> score = Optional.empty();
        Optional<String> unreadable = Optional.empty();
        switch (reading) {
            case ScoreReading.Valid(double value, boolean whole, AnswerSpan span) -> score = Optional.of(value);
            case ScoreReading.OutOfRange outOfRange -> {}
            case ScoreReading.Unreadable(Reason reason) -> unreadable = Optional.of(reason.label());
        }
        return new EvaluationJudgmentRow(
                Ids.judgment(Ids.ofModel(round.model(), item), sample),
                round.number(),
                item,
                round.model(),
                sample,
                judge.template().hash(),
                Settings.id(round.run().recipe().evaluate().judgments().sampling()),
                seed,
                completion.text(),
                Settings.characters(completion.text()),
                completion.finish().label(),
                completion.written(),
                completion.promptTokens(),
                completion.logprob(),
                outcome(reading, completion),
                score,
                unreadable,
                judge.distribution(completion),
                completion.answer().map(ExpectedAnswer.Distribution::mass),
                judge.expected(completion));
    }

    private static String outcome(ScoreReading reading, Completion completion) {
        return switch (reading) {
            case ScoreReading.Valid valid -> completion.forced() ? "forced" : "valid";
            case ScoreReading.OutOfRange outOfRange -> "out-of-range";
            case ScoreReading.Unreadable unreadable ->
                completion.finish() == Completion.Finish.LENGTH ? "truncated" : "unreadable";
        };
    }
}
