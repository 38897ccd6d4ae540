package dev.metajudge.loop;

import dev.metajudge.store.Row;
import dev.metajudge.store.StageBatchRow;
import dev.metajudge.store.StageRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A stage's work in batches: fixed stretches of the ordered list of everything that the stage does in the round, so
 * that a batch holds the same items whenever it is done. A batch is done when its items' rows are there; its rows are
 * written in one transaction.
 *
 * @param work all of the stage's work, in order
 * @param size how much of it makes a batch
 * @param each how many items a piece of work makes, for those who watch
 * @param id what tells, among what is done, that a piece of work is done
 */
record Batches<T>(List<T> work, int size, int each, Function<T, String> id) {
    Batches {
        work = List.copyOf(work);
    }

    /** All of it in one batch. */
    static <T> Batches<T> whole(List<T> work, Function<T, String> id) {
        return new Batches<>(work, Math.max(1, work.size()), 1, id);
    }

    /** What a batch made. */
    record Made(List<? extends Row> rows, long tokens) {
        Made {
            rows = List.copyOf(rows);
        }
    }

    /** Does the batches that are missing. */
    void run(Round round, Stage stage, Set<String> done, Function<List<T>, Made> make) {
        var missing = missing(done);
        int left = missing.stream().mapToInt(batch -> batch.items().size()).sum();
        begin(round, stage, work.size() * each, (work.size() - left) * each);
        var shares = Shares.of(round, stage);
        shares.check();
        for (var batch : missing) {
            long start = System.nanoTime();
            var made = make.apply(batch.items());
            int items = batch.items().size() * each;
            double seconds = (System.nanoTime() - start) / 1e9;
            round.store().write(writer -> {
                writer.insert(made.rows());
                writer.insert(new StageBatchRow(
                        round.number(), stage.label(), batch.number(), items, made.tokens(), seconds));
            });
            round.progress().advanced(items, 0);
            shares.add(made.rows());
            shares.check();
        }
        round.progress().ended();
    }

    /** Notes that a stage has begun, once, and tells those who watch. */
    static void begin(Round round, Stage stage, int total, int done) {
        var begun = round.work().stage(round.number(), stage.label());
        var row = new StageRow(round.number(), stage.label(), stage.place(), total);
        if (begun.isEmpty()) {
            round.store().write(writer -> writer.insert(row));
        } else if (!begun.get().equals(row)) {
            throw new IllegalStateException("round " + round.number() + ", " + stage.label() + ": " + total
                    + " items to make, but " + begun.get().total() + " when it began");
        }
        round.progress().began(round.number(), stage, done, total);
    }

    private record Batch<T>(int number, List<T> items) {}

    private List<Batch<T>> missing(Set<String> done) {
        List<Batch<T>> missing = new ArrayList<>();
        for (int from = 0, number = 1; from < work.size(); from += size, number++) {
            var items = work.subList(from, Math.min(work.size(), from + size));
            long there = items.stream().map(id).filter(done::contains).count();
            if (there == 0) {
                missing.add(new Batch<>(number, items));
            } else if (there < items.size()) {
                throw new IllegalStateException("batch " + number + " from " + id.apply(items.getFirst())
                        + " is half there: the database was changed by hand");
            }
        }
        return missing;
    }
}
