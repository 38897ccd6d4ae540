package dev.metajudge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Recipes in files. A setting's value is that of {@code --set}, else the file's, else that of {@code defaults.yaml}.
 */
public final class RecipeFile {
    private static final String DEFAULTS = "defaults.yaml";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private RecipeFile() {}

    /**
     * The recipe in {@code file}, with the templates of {@link Installation#prompts()}.
     *
     * @param sets settings over the file's: "judge.samples=5"
     * @throws UserError with every problem and its line; files that the recipe names are looked for too
     */
    public static Recipe load(Path file, List<String> sets) {
        return load(file, sets, Installation.prompts());
    }

    /** As {@link #load(Path, List)}, with another folder of templates. */
    public static Recipe load(Path file, List<String> sets, Path prompts) {
        var problems = new Problems(file.toString());
        var written = settings(file.toString(), TextFile.read(file, "recipe"), problems);
        var settings = written;
        for (String set : sets) {
            settings = settings.overlaid(SetOption.parse(set, problems));
        }
        var recipe = read(file, settings, problems);
        new NamedFiles(problems, defaults().overlaid(settings)).check(file, prompts);
        problems.raise();
        return recipe.orElseThrow();
    }

    /**
     * A recipe that {@link #toYaml} wrote. Nothing is looked up: its file names are relative to the folder of the
     * recipe that it came from.
     */
    public static Recipe resolved(Path file) {
        var problems = new Problems(file.toString());
        var recipe = read(file, settings(file.toString(), TextFile.read(file, "recipe"), problems), problems);
        problems.raise();
        return recipe.orElseThrow();
    }

    /** Every setting of the recipe as YAML; {@link #resolved} reads an equal recipe from it. */
    public static String toYaml(Recipe recipe) {
        try {
            return YAML.writeValueAsString(recipe);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing a recipe as YAML", e);
        }
    }

    private static Optional<Recipe> read(Path file, Node.Mapping settings, Problems problems) {
        var defaults = defaults();
        var reader = new RecordReader(problems, Recipe.class, new Place(file.toString(), 0));
        var recipe = reader.read(Recipe.class, defaults.overlaid(settings), defaults, "");
        return problems.isEmpty() ? recipe : Optional.empty();
    }

    private static Node.Mapping settings(String source, String text, Problems problems) {
        var top = new Place(source, 0);
        var before = problems.count();
        var node = YamlReader.read(source, true, text, problems);
        if (node.isPresent() && node.get() instanceof Node.Mapping mapping) {
            return new Node.Mapping(top, mapping.entries());
        }
        if (problems.count() > before) {
            problems.raise();
        }
        node.ifPresent(value -> {
            problems.add(top, "a recipe is a block of settings such as \"rounds: 2\", not " + value.described());
            problems.raise();
        });
        return new Node.Mapping(top, Map.of());
    }

    private static Node.Mapping defaults() {
        try (var in = RecipeFile.class.getResourceAsStream(DEFAULTS)) {
            var text = new String(Objects.requireNonNull(in, DEFAULTS).readAllBytes(), StandardCharsets.UTF_8);
            return settings(DEFAULTS, text, new Problems(DEFAULTS));
        } catch (IOException e) {
            throw new IllegalStateException("reading " + DEFAULTS, e);
        }
    }
}
