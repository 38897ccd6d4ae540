package dev.metajudge.store;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The database of a run that is being worked on: one process at a time, one thread at a time. A transaction that has
 * returned is on the disk; one that throws has left nothing. Others may read meanwhile, see {@link RunReader}.
 */
public final class RunStore implements AutoCloseable {
    private static final int MOST_ROWS_A_STATEMENT = 1_000;

    private final Path folder;
    private final RunLock lock;
    private final Handle handle;
    private final ReaderServer server;

    private RunStore(Path folder, RunLock lock, Handle handle, ReaderServer server) {
        this.folder = folder;
        this.lock = lock;
        this.handle = handle;
        this.server = server;
    }

    /**
     * Opens the run's database, creating folder and database if need be.
     *
     * @throws UserError when another process works on the run, the folder cannot be written, or the database is
     *     damaged or another program version's
     */
    public static RunStore open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError(Exit.INPUT, "cannot make the run's folder " + folder + ": " + e.getMessage(), e);
        }
        var lock = RunLock.take(folder);
        try {
            NewDatabase.make(folder);
            var handle = Database.forWriting(folder);
            try {
                prepare(handle, Database.file(folder));
                return new RunStore(folder, lock, handle, ReaderServer.start(folder));
            } catch (RuntimeException e) {
                closeAfter(e, handle);
                throw e;
            }
        } catch (RuntimeException e) {
            closeAfter(e, lock);
            throw e;
        }
    }

    private static void prepare(Handle handle, Path file) {
        try {
            NewDatabase.prepare(handle, file);
        } catch (JdbiException e) {
            throw Failure.of(e, file);
        }
    }

    /** What failed first is what is told; a database that failed cannot be closed properly either. */
    private static void closeAfter(RuntimeException failure, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private Select select() {
        return new Select(handle, database());
    }

    /** The run's folder, where adapters lie too. */
    public Path folder() {
        return folder;
    }

    /** The database's file. */
    public Path database() {
        return Database.file(folder);
    }

    public Browse browse() {
        return new Browse(select());
    }

    public Work work() {
        return new Work(select());
    }

    public EvaluationWork evaluation() {
        return new EvaluationWork(select());
    }

    /** What a transaction may do. */
    public final class Writer {
        private Writer() {}

        /** Adds rows, of any tables, in this order. */
        public void insert(Row... rows) {
            insert(List.of(rows));
        }

        /** Adds rows, of any tables, in this order. */
        public void insert(List<? extends Row> rows) {
            for (int from = 0; from < rows.size(); ) {
                var type = rows.get(from).getClass();
                int to = from;
                while (to < rows.size()
                        && to - from < MOST_ROWS_A_STATEMENT
                        && rows.get(to).getClass() == type) {
                    to++;
                }
                insert(type, rows.subList(from, to));
                from = to;
            }
        }

        private void insert(Class<? extends Row> type, List<? extends Row> rows) {
            try (var batch = handle.prepareBatch(Columns.insert(type))) {
                for (var row : rows) {
                    batch.bindMethods(row).add();
                }
                batch.execute();
            }
        }

        /** Says of a model that a server runs it, and the digest by which that server tells it from others. */
        public void served(String model, String address, String server, String digest) {
            handle.execute(
                    "UPDATE model SET served = ?, server = ?, digest = ? WHERE name = ?",
                    address,
                    server,
                    digest,
                    model);
        }

        /** Replaces the run's recipe. */
        public void recipe(String recipe) {
            handle.execute("UPDATE run SET recipe = ?", recipe);
        }

        /** Takes back what is stored of a round's training, which has not ended. */
        public void forgetTraining(int round) {
            handle.execute("DELETE FROM training_step WHERE round = ?", round);
            handle.execute("DELETE FROM training_evaluation WHERE round = ?", round);
            handle.execute("DELETE FROM stage WHERE round = ? AND stage = 'train'", round);
        }
    }

    /** One transaction. */
    public void write(Consumer<Writer> changes) {
        try {
            handle.useTransaction(transaction -> changes.accept(new Writer()));
            // The transaction is in the file already; this survives a power cut too, as far as the disk keeps its word.
            handle.execute("CHECKPOINT SYNC");
        } catch (JdbiException e) {
            throw Failure.of(e, Database.file(folder));
        }
    }

    /** Adds a training step; one that is there already is replaced if it came out otherwise. */
    public void step(TrainingStepRow step) {
        var known = select().rows(
                        TrainingStepRow.class,
                        "WHERE t.round = :round AND t.step = :step",
                        Map.of("round", step.round(), "step", step.step()));
        if (!known.isEmpty() && known.getFirst().sameButForTime(step)) {
            return;
        }
        write(writer -> {
            handle.execute("DELETE FROM training_step WHERE round = ? AND step = ?", step.round(), step.step());
            writer.insert(step);
        });
    }

    /** Adds a look at held-out pairs; one that is there already is replaced if it came out otherwise. */
    public void evaluation(TrainingEvaluationRow look) {
        var known = select().rows(
                        TrainingEvaluationRow.class,
                        "WHERE t.round = :round AND t.step = :step",
                        Map.of("round", look.round(), "step", look.step()));
        if (!known.isEmpty() && known.getFirst().sameButForTime(look)) {
            return;
        }
        write(writer -> {
            handle.execute("DELETE FROM training_evaluation WHERE round = ? AND step = ?", look.round(), look.step());
            writer.insert(look);
        });
    }

    @Override
    public void close() {
        try (lock;
                handle;
                server) {
            // Closed in the opposite order: readers first, the lock last.
        }
    }
}
