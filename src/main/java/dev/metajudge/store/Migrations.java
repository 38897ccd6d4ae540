package dev.metajudge.store;

import dev.metajudge.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Brings a database to this program's tables and views by numbered SQL files, each done once and known by its
 * checksum. A file and the row that says it is done are one transaction; since H2 commits at every statement that
 * changes the schema, a file is also made of statements that may be repeated, so that one cut off in the middle is
 * done again in full. A database with files that this program doesn't know, or knows otherwise, is refused.
 */
final class Migrations {
    /** In order. A file is never edited once released; changes come in a new one. */
    static final List<String> FILES = List.of(
            "0001_tables.sql",
            "0002_views.sql",
            "0003_evaluation.sql",
            "0004_verdict_cap.sql",
            "0005_layers.sql",
            "0006_generated_prompts.sql",
            "0007_human_data.sql",
            "0008_learned_scores.sql",
            "0009_training.sql",
            "0010_servers.sql");

    private static final String DONE = """
            CREATE TABLE IF NOT EXISTS schema_migration (
              name VARCHAR NOT NULL PRIMARY KEY,
              checksum VARCHAR NOT NULL,
              created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
            );
            COMMENT ON TABLE schema_migration IS 'Which migrations made this database''s tables and views';
            COMMENT ON COLUMN schema_migration.name IS 'The migration''s file';
            COMMENT ON COLUMN schema_migration.checksum IS 'The file''s SHA-256';
            COMMENT ON COLUMN schema_migration.created_at IS 'When it was done';
            """;

    private Migrations() {}

    /** Does what is missing. */
    static void apply(Handle handle, String where) {
        handle.createScript(DONE).execute();
        var done = check(handle, where);
        for (var file : FILES) {
            if (done.containsKey(file)) {
                continue;
            }
            var text = text(file);
            handle.useTransaction(transaction -> {
                transaction.createScript(text).execute();
                transaction.execute(
                        "INSERT INTO schema_migration (name, checksum) VALUES (?, ?)", file, checksum(text));
            });
        }
    }

    /** Refuses a database that isn't wholly this program's, without changing it. */
    static void require(Handle handle, String where) {
        var known = handle.createQuery(
                        "SELECT COUNT(*) FROM information_schema.tables WHERE LOWER(table_name) = 'schema_migration'")
                .mapTo(Integer.class)
                .one();
        if (known == 0 || check(handle, where).size() < FILES.size()) {
            throw UserError.input(where + " was made by an older metajudge; "
                    + "`metajudge run` with its recipe brings it up to date");
        }
    }

    private static Map<String, String> check(Handle handle, String where) {
        var done = handle
                .createQuery("SELECT name, checksum FROM schema_migration ORDER BY name")
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        for (var entry : done.entrySet()) {
            if (!FILES.contains(entry.getKey())) {
                throw UserError.input(where + " was made by a newer metajudge (migration " + entry.getKey()
                        + "); use that one, or begin a new run");
            }
            if (!checksum(text(entry.getKey())).equals(entry.getValue())) {
                throw UserError.input(where + " was made by another build of metajudge (migration " + entry.getKey()
                        + " differs); use that one, or begin a new run");
            }
        }
        return done;
    }

    static String text(String file) {
        try (var in = Migrations.class.getResourceAsStream("migrations/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its migration " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String checksum(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
