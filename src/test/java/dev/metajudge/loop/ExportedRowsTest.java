package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.UserError;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RewardSource;
import dev.metajudge.export.RowsExport;
import dev.metajudge.store.DescribedTable;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs written out as rows: equal for equal runs, whole or not at all, and enough to work everything out again. */
class ExportedRowsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path temp;

    private Path exported(String name, ScriptedEngine.Watch watch) {
        return exported(name, watch, Bench.recipe());
    }

    private Path exported(String name, ScriptedEngine.Watch watch, Recipe recipe) {
        var folder = temp.resolve(name).resolve("demo");
        for (int tries = 0; tries < 200; tries++) {
            try (var store = RunStore.open(folder)) {
                Bench.run(store, new ScriptedEngine(new Babble(), watch), recipe, new Watching());
                break;
            } catch (ScriptedEngine.Stopped e) {
                // As if killed; the next one goes on.
            }
        }
        var out = temp.resolve(name).resolve("rows");
        try (var reader = RunReader.open(folder)) {
            RowsExport.write(reader, out);
        }
        return out;
    }

    static List<JsonNode> rows(Path folder, String table) {
        try (var lines = Files.lines(folder.resolve(table + ".jsonl"))) {
            return lines.map(ExportedRowsTest::json).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file's lines without the columns that may differ. */
    private static Map<String, List<String>> untimed(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()).replace(".jsonl", ""))
                    .collect(Collectors.toMap(
                            table -> table,
                            table -> rows(folder, table).stream()
                                    .map(row -> ((ObjectNode) row)
                                            .remove(DescribedTable.TIMED)
                                            .toString())
                                    .toList(),
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    @Test
    void equalRunsGiveEqualFilesAlsoWhenOneWasStopped() throws IOException {
        var once = untimed(exported("once", what -> {}));
        var left = new int[] {7, 19, 40};
        var again = untimed(exported("stopped", what -> {
            for (int i = 0; i < left.length; i++) {
                if (left[i]-- == 0) {
                    throw new ScriptedEngine.Stopped();
                }
            }
        }));
        assertThat(again).isEqualTo(once);
        assertThat(once)
                .containsKeys("run", "prompt", "response", "judgment", "verdict", "preference_pair", "left_out");
        assertThat(once.get("judgment")).hasSizeGreaterThan(50);
        assertThat(once.get("left_out")).isEmpty();
    }

    @Test
    void everyRowIsThereInTheOrderOfItsKeyAcrossPages() {
        var folder = temp.resolve("many");
        try (var store = RunStore.open(folder)) {
            store.write(writer -> writer.insert(IntStream.rangeClosed(1, 2_000)
                    .mapToObj(i -> new PromptRow("p" + i, i, "é \uD83D\uDE00 \"" + i + "\"\n"))
                    .toList()));
        }
        var out = temp.resolve("rows");
        try (var reader = RunReader.open(folder)) {
            assertThat(RowsExport.write(reader, out)).containsEntry("prompt", 2_000L);
        }
        var prompts = rows(out, "prompt");
        assertThat(prompts).hasSize(2_000);
        assertThat(prompts.stream().map(row -> row.path("id").asText()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(prompts.getFirst().path("text").asText()).isEqualTo("é \uD83D\uDE00 \"1\"\n");
        assertThat(prompts.getFirst().properties().stream().map(Map.Entry::getKey))
                .containsExactly("id", "place", "text");
    }

    @Test
    void nothingIsOverwrittenAndNothingIsLeftHalf() throws IOException {
        var folder = exported("once", what -> {}).resolveSibling("demo");
        var taken = Files.createDirectory(temp.resolve("taken"));
        try (var reader = RunReader.open(folder)) {
            RowsExport.write(reader, taken); // empty: taken over
            assertThatThrownBy(() -> RowsExport.write(reader, taken))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("has something in it already");
            var file = Files.writeString(temp.resolve("file"), "mine");
            assertThatThrownBy(() -> RowsExport.write(reader, file)).isInstanceOf(UserError.class);
            assertThat(file).content().isEqualTo("mine");
        }
        try (var files = Files.list(temp)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("once", "taken", "file");
        }
    }

    @Test
    void everyRewardPairWeightAndRatingFollowsFromTheRows() {
        recomputed(exported("parsed", what -> {}), 5);
        recomputed(exported("capped", what -> {}, Bench.capped(Bench.recipe(), 4)), 5);
        var judge = new Recipe.Judge(
                "additive-5",
                4,
                4,
                true,
                RewardSource.E_SCORE,
                Bench.recipe().every().judge().sampling());
        recomputed(exported("e-score", what -> {}, Bench.judged(Bench.recipe(), judge)), 5);
        var layers = new Recipe.Judge(
                "additive-5",
                4,
                4,
                true,
                RewardSource.LAGER,
                Bench.recipe().every().judge().sampling());
        recomputed(exported("lager", what -> {}, Bench.judged(Bench.recipe(), layers)), 5);
    }

    private static void recomputed(Path rows, int least) {
        var recipe = json(rows(rows, "run").getFirst().path("recipe").asText());
        var again = new Recomputed(rows, recipe);
        for (int round = 1; round <= 2; round++) {
            again.round(round);
        }
        assertThat(again.rewards).isEqualTo(rows(rows, "reward").size()).isGreaterThan(least);
        assertThat(again.ratings).isEqualTo(rows(rows, "rating").size()).isGreaterThan(least);
        assertThat(again.pairs).isEqualTo(rows(rows, "preference_pair").size()).isGreaterThanOrEqualTo(least);
    }
}
