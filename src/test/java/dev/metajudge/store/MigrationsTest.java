package dev.metajudge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void filesAreNumberedInOrderAndAllListed() throws Exception {
        var folder = Path.of(
                Migrations.class.getResource("migrations/0001_tables.sql").toURI());
        try (var files = Files.list(folder.getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .isEqualTo(Migrations.FILES);
        }
        assertThat(Migrations.FILES).allMatch(file -> file.matches("\\d{4}_[a-z_]+\\.sql"));
        assertThat(Migrations.FILES.stream().map(file -> file.substring(0, 4))).doesNotHaveDuplicates();
    }

    @Test
    void everyTableViewAndColumnOfATableIsCommented() {
        try (var handle = memory()) {
            Migrations.apply(handle, "here");
            assertThat(handle.createQuery("SELECT table_name FROM information_schema.tables "
                                    + "WHERE table_schema = 'PUBLIC' AND COALESCE(remarks, '') = ''")
                            .mapTo(String.class)
                            .list())
                    .isEmpty();
            assertThat(handle.createQuery("SELECT c.table_name || '.' || c.column_name "
                                    + "FROM information_schema.columns c JOIN information_schema.tables t "
                                    + "ON t.table_name = c.table_name AND t.table_schema = c.table_schema "
                                    + "WHERE c.table_schema = 'PUBLIC' AND t.table_type = 'BASE TABLE' "
                                    + "AND COALESCE(c.remarks, '') = ''")
                            .mapTo(String.class)
                            .list())
                    .isEmpty();
        }
    }

    @Test
    void appliedTwiceChangesNothing() {
        try (var handle = memory()) {
            Migrations.apply(handle, "here");
            Migrations.apply(handle, "here");
            Migrations.require(handle, "here");
            assertThat(done(handle)).isEqualTo(Migrations.FILES);
        }
    }

    /** H2 commits each CREATE, so a kill leaves the first statements done and no row that says so. */
    @Test
    void aMigrationCutOffAnywhereIsDoneAgainInFull() {
        var statements = Migrations.text("0001_tables.sql").split(";\n", -1);
        for (int kept = 0; kept < statements.length; kept += 17) {
            try (var handle = memory()) {
                for (int i = 0; i < kept; i++) {
                    handle.execute(statements[i]);
                }
                Migrations.apply(handle, "here");
                assertThat(done(handle)).as("after " + kept).isEqualTo(Migrations.FILES);
            }
        }
    }

    @Test
    void aNewerDatabaseIsRefused() {
        try (var handle = memory()) {
            Migrations.apply(handle, "here");
            handle.execute("INSERT INTO schema_migration (name, checksum) VALUES ('9999_later.sql', 'x')");
            assertThatThrownBy(() -> Migrations.apply(handle, "runs/a/run.mv.db"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("runs/a/run.mv.db was made by a newer metajudge")
                    .hasMessageContaining("9999_later.sql");
        }
    }

    @Test
    void aMigrationKnownOtherwiseIsRefused() {
        try (var handle = memory()) {
            Migrations.apply(handle, "here");
            handle.execute("UPDATE schema_migration SET checksum = 'x' WHERE name = '0001_tables.sql'");
            assertThatThrownBy(() -> Migrations.require(handle, "here"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("0001_tables.sql");
        }
    }

    @Test
    void anEmptyDatabaseIsNotRead() {
        try (var handle = memory()) {
            assertThatThrownBy(() -> Migrations.require(handle, "here"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("`metajudge run`");
        }
    }

    private static Handle memory() {
        return Jdbi.create("jdbc:h2:mem:").open();
    }

    private static List<String> done(Handle handle) {
        return handle.createQuery("SELECT name FROM schema_migration ORDER BY name")
                .mapTo(String.class)
                .list();
    }
}
