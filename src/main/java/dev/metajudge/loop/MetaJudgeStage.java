package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.judge.Reason;
import dev.metajudge.judge.WinnerReading;
import dev.metajudge.preference.Tournament;
import dev.metajudge.store.JudgmentRow;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.ResponseRow;
import dev.metajudge.store.VerdictCapRow;
import dev.metajudge.store.VerdictRow;
import dev.metajudge.store.Work.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the judgments of each prompt's most disputed response: all pairs, or as many as the recipe's cap allows, each in
 * both orders.
 */
final class MetaJudgeStage {
    private static final int BOTH_ORDERS = 2;

    private final Round round;
    private final MetaJudgeRole metaJudge;

    private MetaJudgeStage(Round round) {
        this.round = round;
        this.metaJudge = round.run().metaJudge();
    }

    /** Two judgments to be compared, {@code a} being the earlier sample. */
    private record Comparison(Scored a, Scored b) {
        String id() {
            return Ids.verdict(a.response(), a.sample(), b.sample());
        }

        Comparison swapped() {
            return new Comparison(b, a);
        }
    }

    static void run(Round round) {
        round.by(round.run().roles().metaJudge(), MetaJudgeStage::compare);
    }

    /** @param round with the meta-judge as its model */
    private static void compare(Round round) {
        var disputed = Disputed.of(round);
        tellCap(round, disputed);
        List<Comparison> comparisons = new ArrayList<>();
        for (var response : disputed) {
            var judgments = response.judgments();
            for (var match : matches(round, response)) {
                comparisons.add(new Comparison(judgments.get(match.a()), judgments.get(match.b())));
            }
        }
        new Batches<>(comparisons, round.settings().metaJudge().batch(), BOTH_ORDERS, Comparison::id)
                .run(round, Stage.META_JUDGE, round.work().verdicts(round.number()), new MetaJudgeStage(round)::batch);
    }

    private static List<Tournament.Match> matches(Round round, Disputed disputed) {
        int most = round.settings().metaJudge().maxVerdicts();
        int n = disputed.judgments().size();
        if (most == 0) {
            return Tournament.all(n);
        }
        long seed = round.run().seed("comparisons", Ids.roundPrompt(round.number(), disputed.prompt()));
        return Tournament.some(n, most / BOTH_ORDERS, new SplittableRandom(seed));
    }

    /** Writes down, once, what the cap leaves out, and says it whenever the stage begins or goes on. */
    private static void tellCap(Round round, List<Disputed> disputed) {
        int possible = 0;
        int kept = 0;
        int prompts = 0;
        for (var response : disputed) {
            int n = response.judgments().size();
            int matches = matches(round, response).size();
            possible += n * (n - 1);
            kept += BOTH_ORDERS * matches;
            prompts += BOTH_ORDERS * matches < n * (n - 1) ? 1 : 0;
        }
        if (prompts > 0) {
            var row = new VerdictCapRow(round.number(), prompts, kept, possible);
            if (round.work().verdictCap(round.number()).isEmpty()) {
                round.store().write(writer -> writer.insert(row));
            }
            round.progress()
                    .note("round " + round.number() + ": metaJudge.maxVerdicts keeps " + kept + " of " + possible
                            + " verdicts");
        }
    }

    private Batches.Made batch(List<Comparison> batch) {
        var shown = batch.stream()
                .flatMap(comparison -> Stream.of(comparison, comparison.swapped()))
                .toList();
        var texts = texts(batch);
        var requests = shown.stream().map(order -> request(order, texts)).toList();
        var completions = round.sample(requests);
        List<VerdictRow> rows = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            rows.add(verdict(
                    shown.get(i), requests.get(i).seed(), completions.get(i).getFirst()));
        }
        return new Batches.Made(
                rows, rows.stream().mapToLong(VerdictRow::tokens).sum());
    }

    /** Texts of prompts, responses and judgments; their ids never meet in one map. */
    private record Texts(Map<String, String> prompts, Map<String, String> responses, Map<String, String> judgments) {}

    private Texts texts(List<Comparison> batch) {
        var work = round.work();
        var prompts = batch.stream().map(c -> c.a().prompt()).distinct().toList();
        var responses = batch.stream().map(c -> c.a().response()).distinct().toList();
        var judgments = batch.stream()
                .flatMap(c -> Stream.of(c.a().id(), c.b().id()))
                .distinct()
                .toList();
        return new Texts(
                work.prompts(prompts).stream().collect(Collectors.toMap(PromptRow::id, PromptRow::text)),
                work.responses(responses).stream().collect(Collectors.toMap(ResponseRow::id, ResponseRow::text)),
                work.judgments(judgments).stream().collect(Collectors.toMap(JudgmentRow::id, JudgmentRow::text)));
    }

    private Request request(Comparison order, Texts texts) {
        var messages = metaJudge.prompt(
                Objects.requireNonNull(texts.prompts().get(order.a().prompt())),
                Objects.requireNonNull(texts.responses().get(order.a().response())),
                Objects.requireNonNull(texts.judgments().get(order.a().id())),
                Objects.requireNonNull(texts.judgments().get(order.b().id())));
        return new Request(
                order.id(),
                new Input.Chat(messages),
                1,
                round.settings().metaJudge().sampling(),
                round.run().seed("meta-judge", order.id()),
                Optional.of(metaJudge.ending(round.settings().metaJudge().force())));
    }

    private VerdictRow verdict(Comparison order, long seed, Completion completion) {
        WinnerReading reading = metaJudge.read(completion);
        return new VerdictRow(
                order.id(),
                round.number(),
                order.a().prompt(),
                order.a().response(),
                order.a().id(),
                order.b().id(),
                round.model(),
                metaJudge.template().hash(),
                Settings.id(round.settings().metaJudge().sampling()),
                seed,
                completion.text(),
                completion.finish().label(),
                completion.written(),
                completion.promptTokens(),
                completion.logprob(),
                completion.forced(),
                reading.outcome(),
                reading.unreadable().map(Reason::label),
                metaJudge.distribution(completion),
                completion.answer().map(ExpectedAnswer.Distribution::mass));
    }
}
