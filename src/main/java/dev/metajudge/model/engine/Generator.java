package dev.metajudge.model.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Samples a batch: every prompt once into a slot, then all rows a token at a time. Prompts that begin alike share the
 * work for what they share with the prompt before them ({@link Filling}), so related prompts belong side by side. A row that ends moves
 * behind the running ones, its keys and values kept, so that {@link #weigh} can still look at it.
 *
 * <p>Everything that happens depends on the batch alone, so the same batch gives the same tokens again.
 */
public final class Generator {
    private final Decoder decoder;
    private final Limits limits;
    private final List<Job> jobs;
    private final List<Row> rows = new ArrayList<>();
    /** The rows in the order of the decoder's caches; the first {@link #running} still go on. */
    private final List<Row> order = new ArrayList<>();

    private int running;
    /** Own tokens that the decoder has columns for. */
    private int column;

    /**
     * When rows end.
     *
     * @param choice how tokens are chosen
     * @param maxTokens the most tokens a row has
     * @param stopTokens ids that end a row, sorted; they do not count as its tokens
     * @param stop told a row's tokens after each; true ends the row
     */
    public record Limits(Choice choice, int maxTokens, int[] stopTokens, StopRule stop) {
        /** Never stops. */
        public static final StopRule NEVER = row -> false;
    }

    /** Ends a row by what it has written. */
    @FunctionalInterface
    public interface StopRule {
        boolean ends(Row row);
    }

    /**
     * A prompt and how often it is to be answered.
     *
     * @param prompt token ids, one or more
     * @param samples rows
     * @param seed of the rows' random numbers
     */
    public record Job(int[] prompt, int samples, long seed) {}

    public Generator(Decoder decoder, Limits limits, List<Job> jobs) {
        this.decoder = decoder;
        this.limits = limits;
        this.jobs = List.copyOf(jobs);
        for (int slot = 0; slot < jobs.size(); slot++) {
            for (int sample = 0; sample < jobs.get(slot).samples(); sample++) {
                rows.add(new Row(slot, jobs.get(slot), sample));
            }
        }
        order.addAll(rows);
        running = rows.size();
    }

    /** Puts the prompts into the decoder. */
    public void prefill() {
        int longest = jobs.stream().mapToInt(job -> job.prompt().length).max().orElseThrow();
        // An answer's few tokens may follow those sampled.
        boolean single = jobs.stream().allMatch(job -> job.samples() == 1);
        decoder.begin(jobs.size(), longest, rows.size(), longest + limits.maxTokens() + 8, single);
        Filling.fill(decoder, jobs.stream().map(Job::prompt).toList());
    }

    /** After {@link #prefill}, runs every row to its end; the rows come back in the order of the jobs. */
    public List<Row> run(LongConsumer tokens) {
        accept(decoder.first(slots(), limits.choice(), uniform()));
        while (running > 0) {
            tokens.accept(running);
            List<Row> active = order.subList(0, running);
            accept(decoder.decode(
                    active.stream().mapToInt(Row::lastToken).toArray(),
                    active.stream().mapToInt(row -> row.promptTokens() + column).toArray(),
                    column++,
                    plan(),
                    limits.choice(),
                    uniform()));
        }
        return Collections.unmodifiableList(rows);
    }

    /**
     * What the model says of some tokens after a changed end of each row.
     *
     * @param questions one a row, in the order of the jobs
     */
    public Readout[] weigh(List<Question> questions, Lens lens) {
        running = rows.size();
        var place = new IdentityHashMap<Row, Integer>();
        rows.forEach(row -> place.put(row, place.size()));
        List<Question> inOrder = order.stream()
                .map(row -> questions.get(Objects.requireNonNull(place.get(row))))
                .toList();
        var tails = new ArrayList<Tails.Tail>(rows.size());
        for (int at = 0; at < order.size(); at++) {
            Question question = inOrder.get(at);
            tails.add(new Tails.Tail(
                    order.get(at).promptTokens(), question.kept(), question.tail(), question.branches()));
        }
        Readout[] read = decoder.weigh(
                Tails.of(tails),
                column,
                plan(),
                inOrder.stream().map(Question::allowed).toList(),
                inOrder.stream().map(Question::branches).toList(),
                lens);
        var result = new Readout[rows.size()];
        for (int at = 0; at < order.size(); at++) {
            result[Objects.requireNonNull(place.get(order.get(at)))] = read[at];
        }
        return result;
    }

    /**
     * What {@link #weigh} asks of a row.
     *
     * @param kept how many of the row's own tokens stay
     * @param tail the tokens after them, one or more
     * @param branches what may follow the tail
     * @param allowed the tokens asked about at the tail's end and at each branch
     */
    public record Question(int kept, int[] tail, Branches branches, int[] allowed) {}

    private void accept(Draw draw) {
        for (int at = 0; at < running; at++) {
            order.get(at).accept(draw.tokens()[at], draw.logprobs()[at], limits);
        }
        for (int at = running - 1; at >= 0; at--) {
            if (order.get(at).ended()) {
                running--;
                if (at < running) {
                    decoder.swap(at, running);
                    Collections.swap(order, at, running);
                }
            }
        }
    }

    private RowPlan plan() {
        return RowPlan.of(slots(), jobs.size());
    }

    private int[] slots() {
        return order.subList(0, running).stream().mapToInt(Row::slot).toArray();
    }

    private double[] uniform() {
        return order.subList(0, running).stream().mapToDouble(Row::uniform).toArray();
    }
}
