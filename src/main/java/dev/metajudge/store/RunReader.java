package dev.metajudge.store;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.nio.file.Path;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.h2.api.ErrorCode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * A run's database to look at, also while another process works on the run. It is opened by a user who may select and
 * nothing else. A reader that stays open keeps a new {@code run} from starting, so close it soon.
 */
public final class RunReader implements AutoCloseable {
    private final Handle handle;
    private final Path folder;

    private RunReader(Handle handle, Path folder) {
        this.handle = handle;
        this.folder = folder;
    }

    /**
     * Opens the database in a run's folder.
     *
     * @throws UserError when there is none, or it is another program version's
     */
    public static RunReader open(Path folder) {
        var handle = Database.forReading(folder);
        try {
            Migrations.require(handle, Database.file(folder).toString());
            return new RunReader(handle, folder);
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    /** Whether another process is working on the run. */
    public boolean running() {
        try {
            return handle.getConnection().getMetaData().getURL().startsWith("jdbc:h2:tcp:");
        } catch (SQLException e) {
            throw new IllegalStateException("the connection does not know its URL", e);
        }
    }

    public Browse browse() {
        return new Browse(new Select(handle, Database.file(folder)));
    }

    public Review review() {
        return new Review(new Select(handle, Database.file(folder)));
    }

    /** Reads the tables as they are at one instant, whatever a run adds meanwhile. */
    public void tables(Consumer<Tables> read) {
        handle.useTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                transaction -> read.accept(new Tables(transaction, new Select(transaction, Database.file(folder)))));
    }

    /**
     * Runs one query of the user's.
     *
     * @param limit the most rows; 0 for no limit
     * @param time the longest time, in whole seconds
     * @throws UserError when it is no query, is wrong, or takes too long
     */
    public SqlResult sql(String sql, int limit, Duration time) {
        var one = OneStatement.of(sql);
        try (var statement = handle.getConnection().prepareStatement(one)) {
            if (statement.getMetaData() == null) {
                throw new UserError(Exit.USAGE, "only queries (SELECT) are allowed; the run's database is read-only");
            }
            statement.setQueryTimeout((int) Math.max(1, time.toSeconds()));
            statement.setMaxRows(limit == 0 ? 0 : limit + 1);
            return read(statement, limit);
        } catch (SQLException e) {
            throw refused(e, time);
        }
    }

    private static SqlResult read(PreparedStatement statement, int limit) throws SQLException {
        try (var result = statement.executeQuery()) {
            var meta = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(meta.getColumnLabel(i).toLowerCase(Locale.ROOT));
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                if (limit > 0 && rows.size() == limit) {
                    return new SqlResult(columns, rows, true);
                }
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(value(result, i));
                }
                rows.add(row);
            }
            return new SqlResult(columns, rows, false);
        }
    }

    private static @Nullable Object value(ResultSet result, int column) throws SQLException {
        return switch (result.getObject(column)) {
            case null -> null;
            case Number number -> number;
            case Boolean truth -> truth;
            case Clob clob -> clob.getSubString(1, (int) Math.min(clob.length(), Integer.MAX_VALUE));
            default -> result.getString(column);
        };
    }

    private static UserError refused(SQLException e, Duration time) {
        if (e.getErrorCode() == ErrorCode.STATEMENT_WAS_CANCELED) {
            return new UserError(
                    Exit.USAGE,
                    "the query took longer than " + time.toSeconds() + " s; give it more with --timeout",
                    e);
        }
        var lines = String.valueOf(e.getMessage()).lines().toList();
        return new UserError(Exit.USAGE, "the database refused the query: " + lines.getFirst(), e);
    }

    @Override
    public void close() {
        handle.close();
    }
}
