package dev.metajudge.prompt;

import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The templates of a folder, {@code <role>/<name>.md}, as they were when it was loaded. */
public final class PromptLibrary {
    /** Variables of a judge's template. */
    public static final List<String> JUDGE_VARIABLES = List.of("instruction", "response");

    /** Variables of a meta-judge's template. */
    public static final List<String> META_JUDGE_VARIABLES =
            List.of("instruction", "response", "judgment_a", "judgment_b");

    /** What a template that compares two responses is given. */
    public static final List<String> COMPARE_VARIABLES = List.of("instruction", "response_a", "response_b");

    /** What a template that asks for a new prompt is given: numbered examples, and the number that comes next. */
    public static final List<String> GENERATE_VARIABLES = List.of("examples", "next");

    private static final String SUFFIX = ".md";

    private final Path folder;
    private final Map<String, Template> templates;

    private PromptLibrary(Path folder, Map<String, Template> templates) {
        this.folder = folder;
        this.templates = templates;
    }

    /**
     * Reads every template of the folder.
     *
     * @throws UserError with the problems of all templates, one a line
     */
    public static PromptLibrary load(Path folder) {
        Map<String, Template> templates = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(folder)) {
            try {
                Template template = TemplateReader.read(file);
                String path = folder.relativize(file).toString().replace('\\', '/');
                String named = template.role() + "/" + template.name();
                if (!path.equals(named + SUFFIX)) {
                    problems.add(file + ":1: front matter says role and name " + named + ", so its place is "
                            + folder.resolve(named + SUFFIX));
                }
                templates.put(named, template);
            } catch (UserError e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw UserError.input(String.join("\n", problems));
        }
        return new PromptLibrary(folder, templates);
    }

    /**
     * The template of a role by its name.
     *
     * @throws UserError if there is none
     */
    public Template template(String role, String name) {
        Template template = templates.get(role + "/" + name);
        if (template == null) {
            List<String> names = templates.values().stream()
                    .filter(t -> t.role().equals(role))
                    .map(Template::name)
                    .toList();
            throw UserError.input(
                    "no template '" + name + "' in " + folder.resolve(role) + Spelling.suggestion(name, names));
        }
        return template;
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw UserError.input("no folder of prompt templates at " + folder);
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> folder.relativize(file).getNameCount() == 2)
                    .filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw UserError.input(folder + ": cannot be read: " + e.getMessage());
        }
    }
}
