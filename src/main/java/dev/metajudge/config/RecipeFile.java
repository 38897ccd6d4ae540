package dev.metajudge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Recipes in files. A setting's value is that of {@code --set}, else the file's, else that of {@code defaults.yaml}; an
 * entry of {@code rounds} stands over the sections beside it, see {@link RecipeLayers}.
 */
public final class RecipeFile {
    private static final String DEFAULTS = "defaults.yaml";
    private static final YAMLMapper YAML = YAMLMapper.builder()
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
        var layers = new ArrayList<>(List.of(settings(file.toString(), TextFile.read(file, "recipe"), problems)));
        sets.forEach(set -> layers.add(SetOption.parse(set, problems)));
        var recipe = read(file, layers, problems);
        new NamedFiles(problems, layers.stream().reduce(defaults(), Node.Mapping::overlaid)).check(file, prompts);
        problems.raise();
        return recipe.orElseThrow();
    }

    /**
     * A recipe that {@link #toYaml} wrote. Nothing is looked up: its file names are relative to the folder of the
     * recipe that it came from.
     */
    public static Recipe resolved(Path file) {
        var problems = new Problems(file.toString());
        var settings = settings(file.toString(), TextFile.read(file, "recipe"), problems);
        var recipe = read(file, List.of(settings), problems);
        problems.raise();
        return recipe.orElseThrow();
    }

    /** The recipe that leaves everything out but its pool, which is of no account here. */
    public static Recipe standard() {
        var problems = new Problems(DEFAULTS);
        var pool = SetOption.parse("prompts.file=any", problems);
        var recipe = read(Path.of(DEFAULTS), List.of(pool), problems);
        problems.raise();
        return recipe.orElseThrow();
    }

    /** Every setting of the recipe as YAML; {@link #resolved} reads an equal recipe from it. */
    public static String toYaml(Recipe recipe) {
        try {
            return YAML.writeValueAsString(RecipeTree.of(recipe));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing a recipe as YAML", e);
        }
    }

    private static Optional<Recipe> read(Path file, List<Node.Mapping> settings, Problems problems) {
        var top = new Place(file.toString(), 0);
        var defaults = defaults();
        var layers = new RecipeLayers(top, problems);
        layers.add(defaults);
        settings.forEach(layers::add);
        var reader = new RecordReader(problems, WrittenRecipe.class, top);
        var written = reader.read(
                WrittenRecipe.class, counted(layers.every(), layers.count()), counted(defaults, layers.count()), "");
        var rounds = new RoundEntries(problems, reader, defaults).read(layers);
        return written.flatMap(recipe -> rounds.map(recipe::with));
    }

    /** How many rounds there are is known from the layers. */
    private static Node.Mapping counted(Node.Mapping settings, int count) {
        var number = new Node.Scalar(settings.place(), Node.Kind.NUMBER, Integer.toString(count));
        return settings.with(RecipeLayers.ROUNDS, number).with(RecipeLayers.ROUND_COUNT, number);
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
