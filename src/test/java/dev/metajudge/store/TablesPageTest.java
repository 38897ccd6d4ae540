package dev.metajudge.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reference/tables.md} says what the database's comments say; {@code -Dmetajudge.rewrite=true} writes it anew. */
class TablesPageTest {
    private static final Path PAGE = Path.of("src/site/markdown/reference/tables.md");
    private static final String HEAD = """
            # The tables of a run

            A run keeps everything in the database `run.mv.db` in its folder. `metajudge sql RUN "SELECT ..."` asks it,
            also while the run is going on. `metajudge export rows RUN --out DIR` writes every table as `<table>.jsonl`:
            a row is one JSON object a line, with the table's columns in their order, and rows are ordered by the primary
            key (its columns are marked **key** below).

            - Times are UTC, `2026-01-31T12:00:00.123456Z`. What may be null says so.
            - Seeds are 64-bit whole numbers: a reader that makes floating-point numbers of them loses digits.
            - Columns that hold JSON (`recipe`, `settings`, `distribution`, `layers`) hold it as a text.
            - Equal runs (same recipe, templates, pool, weights, program and run's name, on the embedded backend) give
              equal files. They differ in the columns marked **differs** only: TIMED.
            - The rows are enough to recompute every reward, position weight, rating and pair; a test does so.

            The columns are described by the comments in the database. This page is written from them by a test.
            """;

    @TempDir
    Path folder;

    private String page() {
        try (var store = RunStore.open(folder)) {
            store.write(writer -> writer.insert(SampleRows.all()));
        }
        var text = new StringBuilder();
        try (var reader = RunReader.open(folder)) {
            reader.tables(tables -> {
                var all = tables.all();
                text.append(HEAD.replace("TIMED", timed(all)));
                all.forEach(table -> text.append(described(table)));
            });
            text.append("\n## Views\n\nCanned queries over the tables; they are not exported.\n\n");
            text.append("| view | what it says |\n|---|---|\n");
            reader.browse().tables().stream()
                    .filter(table -> table.type().equals("view"))
                    .forEach(view -> text.append("| `%s` | %s |\n".formatted(view.name(), cell(view.comment()))));
        }
        return text.toString();
    }

    private static String timed(List<DescribedTable> tables) {
        return String.join(
                ", ",
                tables.stream()
                        .flatMap(table -> table.columns().stream()
                                .filter(DescribedTable.Column::timed)
                                .map(column -> "`" + table.name() + "." + column.name() + "`"))
                        .toList());
    }

    private static String described(DescribedTable table) {
        var text = new StringBuilder("\n## " + table.name() + "\n\n" + table.comment() + ".\n\n");
        text.append("| column | type | meaning |\n|---|---|---|\n");
        for (var column : table.columns()) {
            text.append("| `%s` | %s%s%s%s | %s |\n"
                    .formatted(
                            column.name(),
                            column.type(),
                            column.optional() ? " or null" : "",
                            table.key().contains(column.name()) ? ", **key**" : "",
                            column.timed() ? ", **differs**" : "",
                            cell(column.comment())));
        }
        return text.toString().replace("..\n", ".\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    @Test
    void thePageSaysWhatTheDatabaseSays() throws IOException {
        var page = page();
        if (Boolean.getBoolean("metajudge.rewrite")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("out of date: run this test with -Dmetajudge.rewrite=true")
                .content()
                .isEqualTo(page);
    }

    /** What a column of a time or duration is called decides whether the export's readers leave it out. */
    @Test
    void everyTimeIsInAColumnThatIsSaidToDiffer() {
        page();
        try (var reader = RunReader.open(folder)) {
            reader.tables(tables -> tables.all().stream()
                    .flatMap(table -> table.columns().stream())
                    .filter(column -> column.type().equals("time"))
                    .forEach(column -> assertThat(column.timed()).isTrue()));
        }
    }
}
