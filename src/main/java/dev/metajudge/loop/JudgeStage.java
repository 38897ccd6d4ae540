package dev.metajudge.loop;

import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.config.RewardSource;
import dev.metajudge.judge.AnswerSpan;
import dev.metajudge.judge.Reason;
import dev.metajudge.judge.ScoreReading;
import dev.metajudge.preference.Reward;
import dev.metajudge.store.JudgmentRow;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.ResponseRow;
import dev.metajudge.store.RewardRow;
import dev.metajudge.store.Row;
import dev.metajudge.store.Work.Unjudged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Judges the round's responses, duplicates left out, and gives each its reward: the mean of the valid scores, or of
 * their expectations (turned round where the rubric counts downwards). Judgments without a score that counts are kept with their reason.
 */
final class JudgeStage {
    private static final String OUT_OF_RANGE = "out of range";

    private final Round round;
    private final JudgeRole judge;

    private JudgeStage(Round round) {
        this.round = round;
        this.judge = round.run().judge();
    }

    static void run(Round round) {
        round.by(round.run().roles().judge(), JudgeStage::judge);
    }

    /** @param round with the judge as its model */
    private static void judge(Round round) {
        var settings = round.settings().judge();
        new Batches<>(round.work().unique(round.number()), settings.batch(), settings.samples(), Unjudged::id)
                .run(round, Stage.JUDGE, round.work().judged(round.number()), new JudgeStage(round)::batch);
    }

    private Batches.Made batch(List<Unjudged> batch) {
        Map<String, String> prompts =
                round
                        .work()
                        .prompts(batch.stream().map(Unjudged::prompt).distinct().toList())
                        .stream()
                        .collect(Collectors.toMap(PromptRow::id, PromptRow::text));
        Map<String, ResponseRow> responses = round
                .work()
                .responses(batch.stream().map(Unjudged::id).toList())
                .stream()
                .collect(Collectors.toMap(ResponseRow::id, Function.identity()));
        var requests = batch.stream()
                .map(item -> request(
                        item.id(),
                        Objects.requireNonNull(prompts.get(item.prompt())),
                        Objects.requireNonNull(responses.get(item.id())).text()))
                .toList();
        var completions = round.sample(requests);
        List<Row> rows = new ArrayList<>();
        long tokens = 0;
        for (int i = 0; i < batch.size(); i++) {
            var judgments = judgments(batch.get(i), requests.get(i).seed(), completions.get(i));
            requireDistributions(judgments);
            rows.addAll(judgments);
            rows.add(reward(batch.get(i), judgments));
            tokens += judgments.stream().mapToLong(JudgmentRow::tokens).sum();
        }
        return new Batches.Made(rows, tokens);
    }

    private Request request(String response, String instruction, String text) {
        var settings = round.settings().judge();
        return new Request(
                response,
                new Input.Chat(judge.prompt(instruction, text)),
                settings.samples(),
                settings.sampling(),
                round.run().seed("judge", response),
                Optional.of(judge.ending(settings.force())));
    }

    private List<JudgmentRow> judgments(Unjudged response, long seed, List<Completion> completions) {
        List<JudgmentRow> rows = new ArrayList<>();
        for (int sample = 1; sample <= completions.size(); sample++) {
            rows.add(judgment(response, sample, seed, completions.get(sample - 1)));
        }
        return rows;
    }

    private JudgmentRow judgment(Unjudged response, int sample, long seed, Completion completion) {
        Optional<Double> score = Optional.empty();
        Optional<String> unreadable = Optional.empty();
        switch (judge.read(completion)) {
            case ScoreReading.Valid(double value, boolean whole, AnswerSpan span) -> score = Optional.of(value);
            case ScoreReading.OutOfRange outOfRange -> unreadable = Optional.of(OUT_OF_RANGE);
            case ScoreReading.Unreadable(Reason reason) -> unreadable = Optional.of(reason.label());
        }
        return new JudgmentRow(
                Ids.judgment(response.id(), sample),
                round.number(),
                response.prompt(),
                response.id(),
                sample,
                round.model(),
                judge.template().hash(),
                Settings.id(round.settings().judge().sampling()),
                seed,
                completion.text(),
                Settings.characters(completion.text()),
                completion.finish().label(),
                completion.written(),
                completion.promptTokens(),
                completion.logprob(),
                completion.forced(),
                score,
                unreadable,
                judge.distribution(completion),
                completion.answer().map(ExpectedAnswer.Distribution::mass),
                judge.expected(completion),
                judge.layers(completion));
    }

    /**
     * A backend that gives no distributions would leave every response without a reward. One judgment without may be: its
     * score can stand in tokens that the tokenizer would not choose; it does not count.
     */
    private void requireDistributions(List<JudgmentRow> judgments) {
        if (judge.reward() != RewardSource.PARSED
                && judgments.stream().noneMatch(judgment -> judgment.expected().isPresent())) {
            for (var judgment : judgments) {
                if (judgment.score().filter(score -> score == Math.rint(score)).isPresent()) {
                    throw UserError.input("judgment " + judgment.id() + " has a score, but the backend gave no "
                            + (judge.reward() == RewardSource.LAGER ? "layers'" : "distribution over the")
                            + " scores there, which judge.reward "
                            + judge.reward().label() + " needs; begin a new run"
                            + " with judge.reward=parsed, or with a backend that gives them");
                }
            }
        }
    }

    private RewardRow reward(Unjudged response, List<JudgmentRow> judgments) {
        var scores = judgments.stream()
                .flatMap(judgment -> judge.counted(judgment.score(), judgment.expected()).stream())
                .map(score -> judge.rubric().merit(score))
                .toList();
        var mean = Reward.of(scores);
        return new RewardRow(
                response.id(),
                round.number(),
                response.prompt(),
                judgments.size(),
                scores.size(),
                mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty(),
                mean.isPresent() ? Optional.of(Reward.variance(scores)) : Optional.empty());
    }
}
