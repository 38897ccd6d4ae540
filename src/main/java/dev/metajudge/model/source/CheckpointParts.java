package dev.metajudge.model.source;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which files of a folder in Hugging Face's layout make up a model: its settings, what it says of text, weights. */
final class CheckpointParts {
    static final String CONFIG = "config.json";
    private static final String ONE_FILE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final Pattern SHARD = Pattern.compile("model-\\d{1,6}-of-\\d{1,6}\\.safetensors");
    private static final Set<String> SMALL = Set.of(
            CONFIG,
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "chat_template.jinja",
            "chat_template.json");

    private CheckpointParts() {}

    /** The model's files among those of a folder, in order of their names; none if there is no whole model. */
    static List<String> of(Collection<String> names) {
        var parts = new TreeSet<String>();
        if (names.contains(ONE_FILE)) {
            parts.add(ONE_FILE);
        } else if (names.contains(INDEX)) {
            parts.add(INDEX);
            names.stream().filter(name -> SHARD.matcher(name).matches()).forEach(parts::add);
        }
        if (parts.isEmpty() || !names.contains(CONFIG)) {
            return List.of();
        }
        names.stream().filter(SMALL::contains).forEach(parts::add);
        return List.copyOf(parts);
    }
}
