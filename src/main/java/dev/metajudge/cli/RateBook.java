package dev.metajudge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.config.Recipe;
import dev.metajudge.model.source.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers how fast stages were, in a file of JSON Lines; of equals the latest counts. It is a convenience: a file that
 * is not there, or cannot be read, is an empty book.
 *
 * @param file the book
 * @param machine this machine's name
 */
record RateBook(Path file, String machine) {
    private static final JsonMapper JSON = new JsonMapper();

    /** A line of the file. */
    private record Entry(
            String machine,
            String model,
            String precision,
            String stage,
            double tokensPerSecond,
            Optional<Double> fill,
            String from) {
        String key() {
            return String.join("\n", machine, model, precision, stage);
        }

        static Optional<Entry> of(JsonNode node) {
            double rate = node.path("tokens_per_second").asDouble();
            var fill = node.path("fill");
            return rate > 0 && Double.isFinite(rate)
                    ? Optional.of(new Entry(
                            node.path("machine").asText(),
                            node.path("model").asText(),
                            node.path("precision").asText(),
                            node.path("stage").asText(),
                            rate,
                            fill.isNumber() ? Optional.of(fill.asDouble()) : Optional.empty(),
                            node.path("from").asText()))
                    : Optional.empty();
        }
    }

    /** What is known for the recipe's model on this machine, by stage. */
    Map<String, Rate> of(Recipe recipe) {
        var rates = new LinkedHashMap<String, Rate>();
        for (var entry : entries()) {
            if (entry.machine().equals(machine)
                    && entry.model().equals(recipe.source())
                    && entry.precision().equals(recipe.precision().name())) {
                rates.put(entry.stage(), new Rate(entry.stage(), entry.tokensPerSecond(), entry.fill(), entry.from()));
            }
        }
        return rates;
    }

    /** Adds rates of the recipe's model on this machine. */
    void add(Recipe recipe, List<Rate> rates) throws IOException {
        var all = new LinkedHashMap<String, Entry>();
        entries().forEach(entry -> all.put(entry.key(), entry));
        for (var rate : rates) {
            var entry = new Entry(
                    machine,
                    recipe.source(),
                    recipe.precision().name(),
                    rate.stage(),
                    rate.tokensPerSecond(),
                    rate.fill(),
                    rate.from());
            all.put(entry.key(), entry);
        }
        var text = new StringBuilder();
        all.values().forEach(entry -> text.append(Json.line(entry)).append('\n'));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Durable.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        try {
            for (var line : Files.isRegularFile(file) ? Files.readAllLines(file) : List.<String>of()) {
                Entry.of(JSON.readTree(line)).ifPresent(entries::add);
            }
        } catch (IOException e) {
            return List.of(); // not JSON, or not to be read: measured again
        }
        return entries;
    }
}
