package dev.metajudge.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.backend.Sampling;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RecipeTree;
import dev.metajudge.store.SamplingRow;

/** How settings and lengths are written into rows. */
final class Settings {
    private static final int ID_LENGTH = 12;
    private static final JsonMapper JSON = JsonMapper.builder()
            .configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true)
            .build();

    private Settings() {}

    static SamplingRow row(Sampling sampling) {
        return new SamplingRow(id(sampling), json(sampling));
    }

    static String id(Sampling sampling) {
        return Seeds.digest(json(sampling)).substring(0, ID_LENGTH);
    }

    static String json(Recipe recipe) {
        return write(RecipeTree.of(recipe));
    }

    /** Length in Unicode code points. */
    static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String json(Sampling sampling) {
        return write(sampling);
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing settings as JSON", e);
        }
    }
}
