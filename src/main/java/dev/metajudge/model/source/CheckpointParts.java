package dev.metajudge.model.source;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which files of a folder in Hugging Face's layout make up a model: its settings, what it says of text, weights. */
final class CheckpointParts {
    static final String CONFIG = "config.json";
    private static final String ONE_FILE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final Pattern SHARD = Pattern.compile("model-(\\d{1,6})-of-(\\d{1,6})\\.safetensors");
    private static final Set<String> SMALL = Set.of(
            CONFIG,
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "chat_template.jinja",
            "chat_template.json");

    private CheckpointParts() {}

    /** Whether no file that every model needs is missing among those of a folder. */
    static boolean isWhole(Collection<String> names) {
        List<String> parts = of(names);
        return parts.contains("tokenizer.json")
                && (parts.contains(ONE_FILE) || parts.stream().anyMatch(part -> hasAllShards(part, names)));
    }

    /** Whether the file is a shard and every other that its name speaks of is there. */
    private static boolean hasAllShards(String shard, Collection<String> names) {
        Matcher numbers = SHARD.matcher(shard);
        if (!numbers.matches()) {
            return false;
        }
        int count = Integer.parseInt(numbers.group(2));
        String pattern = "model-%0" + numbers.group(1).length() + "d-of-" + numbers.group(2) + ".safetensors";
        return count >= 1
                && count <= names.size()
                && IntStream.rangeClosed(1, count).allMatch(i -> names.contains(pattern.formatted(i)));
    }

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
