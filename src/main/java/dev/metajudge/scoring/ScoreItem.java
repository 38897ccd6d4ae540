package dev.metajudge.scoring;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * One line of a file of items.
 *
 * @param id unique in the file
 * @param line its place in the file, from 1
 * @param fields what the rubric's template names, or "text" alone
 * @param rating what people gave it, where ratings are asked for
 */
public record ScoreItem(String id, int line, Map<String, String> fields, OptionalDouble rating) {
    public ScoreItem {
        fields = Map.copyOf(fields);
    }
}
