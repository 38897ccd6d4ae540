package dev.metajudge.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A recipe as a tree of all its settings, named and nested as in its file. An entry under {@code rounds} holds what is
 * otherwise in its round than in the sections.
 */
public final class RecipeTree {
    private static final JsonMapper JSON = JsonMapper.builder()
            .configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true)
            .build();

    private RecipeTree() {}

    /** The whole recipe. */
    public static ObjectNode of(Recipe recipe) {
        ObjectNode written = JSON.valueToTree(recipe);
        var tree = JsonNodeFactory.instance.objectNode();
        for (var setting : written.properties()) {
            switch (setting.getKey()) {
                case "every" -> tree.setAll((ObjectNode) setting.getValue());
                case RecipeLayers.ROUNDS -> {
                    var rounds = tree.putArray(RecipeLayers.ROUNDS);
                    setting.getValue().forEach(round -> rounds.add(difference(written.path("every"), round)));
                }
                default -> tree.set(setting.getKey(), setting.getValue());
            }
        }
        return tree;
    }

    /**
     * The settings of one round, nested as the sections are.
     *
     * @param recipe what {@link #of} gave
     * @param number the round, from 1
     */
    public static ObjectNode round(JsonNode recipe, int number) {
        ObjectNode settings = recipe.deepCopy();
        settings.remove(RecipeLayers.ROUNDS);
        settings.remove(RecipeLayers.ROUND_COUNT);
        var entries = recipe.path(RecipeLayers.ROUNDS);
        if (entries.isArray() && !entries.isEmpty()) {
            lay(settings, entries.get(Math.min(number, entries.size()) - 1));
        }
        return settings;
    }

    private static void lay(ObjectNode below, JsonNode above) {
        for (var setting : above.properties()) {
            if (below.get(setting.getKey()) instanceof ObjectNode block
                    && setting.getValue().isObject()) {
                lay(block, setting.getValue());
            } else {
                below.set(setting.getKey(), setting.getValue());
            }
        }
    }

    private static ObjectNode difference(JsonNode every, JsonNode round) {
        var difference = JsonNodeFactory.instance.objectNode();
        for (var setting : round.properties()) {
            var common = every.path(setting.getKey());
            if (common.isObject() && setting.getValue().isObject()) {
                var below = difference(common, setting.getValue());
                if (!below.isEmpty()) {
                    difference.set(setting.getKey(), below);
                }
            } else if (!common.equals(setting.getValue())) {
                difference.set(setting.getKey(), setting.getValue());
            }
        }
        return difference;
    }
}
