package dev.metajudge.scoring;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.ScoreRequest;
import dev.metajudge.backend.Scored;
import dev.metajudge.judge.AnswerSpan;
import dev.metajudge.judge.ScoreReader;
import dev.metajudge.judge.ScoreReading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Scores items in batches. A batch is a fixed stretch of the items in the order of their prompts' texts, so that those
 * that begin alike share work, and so that a batch done again gives the same lines, bit for bit.
 */
public final class ScoreJob {
    private static final int BATCH = 64;
    private static final String NO_ROOM = "too long: the prompt fills the model's context";

    private final ScoreQuestion question;
    private final ScoreLine line;
    private final Optional<Reading> reading;
    private final ScoreModel model;
    private final ScoreReader reader;

    /**
     * @param line what is written
     * @param reading how layers are read; empty if they are not needed
     */
    public ScoreJob(ScoreQuestion question, ScoreLine line, Optional<Reading> reading, ScoreModel model) {
        this.question = question;
        this.line = line;
        this.reading = reading;
        this.model = model;
        this.reader = new ScoreReader(question.rubric());
    }

    /**
     * Scores what is not yet scored, and hands out the layers' logits by id; items without a score are not among them.
     * Lines lie beside {@code out} until they were made use of, so that a use that fails costs no scoring.
     *
     * @param use makes of them what is to last
     */
    public <T> T layers(
            List<ScoreItem> items,
            ScoreSettings settings,
            Path out,
            ScoreWatcher watcher,
            Function<Map<String, double[][]>, T> use) {
        Map<String, double[][]> layers = new HashMap<>();
        try (ScoreJournal journal = ScoreJournal.open(out, settings)) {
            complete(journal, items, watcher);
            items.forEach(
                    item -> ScoreLine.layers(journal.line(item.id())).ifPresent(rows -> layers.put(item.id(), rows)));
            watcher.ended();
            T made = use.apply(layers);
            journal.finish();
            return made;
        }
    }

    /**
     * Scores what is not yet scored, and writes the lines in the items' order.
     *
     * @param settings all that decides the lines
     * @param out the output; unfinished lines lie beside it
     */
    public Outcome run(List<ScoreItem> items, ScoreSettings settings, Path out, ScoreWatcher watcher) {
        try (ScoreJournal journal = ScoreJournal.open(out, settings)) {
            complete(journal, items, watcher);
            var tally = new ScoreTally();
            items.forEach(item -> tally.add(journal.line(item.id())));
            Outcome outcome = tally.outcome();
            journal.write(items.stream().map(ScoreItem::id).toList());
            journal.finish();
            watcher.ended();
            return outcome;
        }
    }

    /**
     * What a job came to.
     *
     * @param reasons why items have no score, with how many
     * @param meanMass of the items with a score; not a number if there is none, and of no meaning for samples
     * @param samples of all items, for {@link ScorerKind#SAMPLES}
     * @param unreadable those of them without a score that counts
     */
    public record Outcome(
            int items, int scored, Map<String, Integer> reasons, double meanMass, long samples, long unreadable) {}

    private void complete(ScoreJournal journal, List<ScoreItem> items, ScoreWatcher watcher) {
        List<List<ScoreItem>> missing = missing(items, journal.done());
        long left = missing.stream().mapToLong(List::size).sum();
        watcher.began(items.size() - left, items.size());
        for (List<ScoreItem> batch : missing) {
            List<Line> lines = model.judgments().isPresent()
                    ? judged(batch, model.judgments().get())
                    : direct(batch);
            journal.add(
                    batch.stream().map(ScoreItem::id).toList(),
                    lines.stream().map(Line::text).toList());
            watcher.advanced(
                    batch.size(), lines.stream().mapToLong(Line::tokens).sum());
        }
    }

    /** An item's line, and the tokens read and written for it. */
    private record Line(String text, long tokens) {}

    private List<List<ScoreItem>> missing(List<ScoreItem> items, Set<String> done) {
        List<ScoreItem> inOrder = items.stream()
                .sorted(Comparator.comparing(question::key).thenComparing(ScoreItem::line))
                .toList();
        List<List<ScoreItem>> missing = new ArrayList<>();
        for (int from = 0; from < inOrder.size(); from += BATCH) {
            List<ScoreItem> batch = inOrder.subList(from, Math.min(inOrder.size(), from + BATCH));
            if (!batch.stream().allMatch(item -> done.contains(item.id()))) {
                missing.add(batch);
            }
        }
        return missing;
    }

    private List<Line> direct(List<ScoreItem> batch) {
        List<Scored> scored = model.scorer()
                .score(batch.stream()
                        .map(item -> new ScoreRequest(
                                item.id(),
                                question.prompt(item),
                                question.lead(),
                                question.rubric().values(),
                                reading))
                        .toList());
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            String id = batch.get(i).id();
            lines.add(
                    switch (scored.get(i)) {
                        case Scored.Read read ->
                            new Line(line.scored(id, read.distribution(), Optional.empty()), read.promptTokens());
                        case Scored.TooLong tooLong -> new Line(tooLong(id, tooLong), 0);
                        case Scored.Unread(String reason) -> new Line(line.unscored(id, reason, Optional.empty()), 0);
                    });
        }
        return lines;
    }

    private List<Line> judged(List<ScoreItem> batch, ScoreModel.Judgments judging) {
        List<Optional<Scored.TooLong>> tooLong = batch.stream()
                .map(item -> model.scorer()
                        .tooLong(question.prompt(item), judging.sampling().maxTokens()))
                .toList();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (tooLong.get(i).isEmpty()) {
                requests.add(request(batch.get(i), judging));
            }
        }
        var judgments = requests.isEmpty()
                ? List.<List<Completion>>of()
                : judging.sampler().sample(requests, tokens -> {});
        List<Line> lines = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < batch.size(); i++) {
            String id = batch.get(i).id();
            lines.add(
                    tooLong.get(i).isPresent()
                            ? new Line(tooLong(id, tooLong.get(i).get()), 0)
                            : judged(id, judgments.get(next++)));
        }
        return lines;
    }

    private Request request(ScoreItem item, ScoreModel.Judgments judging) {
        return new Request(
                item.id(),
                question.prompt(item),
                judging.samples(),
                judging.sampling(),
                judging.seed().applyAsLong(item.id()),
                // Samples count by their text alone: nothing is read beside it, and nothing forced.
                sampled() ? Optional.empty() : Optional.of(JudgeAnswer.of(reader, true, reading)));
    }

    private boolean sampled() {
        return line.kind() == ScorerKind.SAMPLES;
    }

    private Line judged(String id, List<Completion> judgments) {
        return sampled() ? sampled(id, judgments) : judged(id, judgments.getFirst());
    }

    private Line sampled(String id, List<Completion> judgments) {
        int prompt = judgments.getFirst().promptTokens();
        if (judgments.stream().allMatch(Completion::hadNoRoom)) {
            return new Line(line.unscored(id, NO_ROOM, Optional.empty()), prompt);
        }
        List<String> texts = judgments.stream().map(Completion::text).toList();
        var scores = SampledScores.of(
                texts.stream().map(text -> reader.read(question.answer(text))).toList());
        int written = judgments.stream().mapToInt(Completion::written).sum();
        return new Line(line.sampled(id, scores, texts), prompt + written);
    }

    private Line judged(String id, Completion judgment) {
        Optional<Completion> text = Optional.of(judgment);
        String written = judgment.answer()
                .map(answer -> line.scored(id, answer, text))
                .orElseGet(() -> line.unscored(id, why(judgment), text));
        return new Line(written, judgment.promptTokens() + judgment.written());
    }

    /** Why there is no distribution at the score of a judgment. */
    private String why(Completion judgment) {
        if (judgment.hadNoRoom()) {
            return NO_ROOM;
        }
        ScoreReading read = reader.read(judgment.text());
        return SampledScores.why(read)
                .orElseGet(
                        () -> read instanceof ScoreReading.Valid(double score, boolean whole, AnswerSpan span) && whole
                                ? "no probabilities are to be had where the judgment's score stands; --scorer samples needs none"
                                : "the judgment's score is not written as one of the range's whole numbers");
    }

    private String tooLong(String id, Scored.TooLong tooLong) {
        return line.unscored(
                id,
                "too long: %d tokens, and the model reads %d at most".formatted(tooLong.promptTokens(), tooLong.most()),
                Optional.empty());
    }
}
