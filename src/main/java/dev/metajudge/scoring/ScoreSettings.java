package dev.metajudge.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Everything that decides a job's lines, by name: kept with unfinished lines, so that they are only gone on with under
 * the same settings.
 *
 * @param values in the order in which they are named to people
 */
public record ScoreSettings(Map<String, String> values) {
    private static final JsonMapper JSON = new JsonMapper();

    public ScoreSettings {
        values = new LinkedHashMap<>(values);
    }

    String json() {
        try {
            return JSON.writeValueAsString(Map.of("settings", values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What differs, for people to read; empty if nothing does. */
    String difference(Map<String, String> earlier) {
        var names = new TreeSet<>(values.keySet());
        names.addAll(earlier.keySet());
        var said = new StringBuilder();
        for (String name : names) {
            String now = values.getOrDefault(name, "none");
            String then = earlier.getOrDefault(name, "none");
            if (!now.equals(then)) {
                said.append(said.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(": ")
                        .append(then)
                        .append(", now ")
                        .append(now);
            }
        }
        return said.toString();
    }
}
