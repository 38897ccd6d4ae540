package dev.metajudge.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** A recipe as rows of path and value. */
final class SettingsList {
    private static final JsonMapper JSON = new JsonMapper();

    private SettingsList() {}

    static List<List<String>> of(String recipe) {
        try {
            var rows = new ArrayList<List<String>>();
            collect("", JSON.readTree(recipe), rows);
            return rows;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the run's recipe is not JSON", e);
        }
    }

    private static void collect(String path, JsonNode node, List<List<String>> rows) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), rows));
        } else if (node.isArray() && !node.isEmpty() && node.path(0).isObject()) {
            int place = 1;
            for (var entry : node) {
                collect(path + "." + place++, entry, rows);
            }
        } else {
            rows.add(List.of(path, node.isTextual() ? node.asText() : node.toString()));
        }
    }
}
