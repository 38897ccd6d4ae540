package dev.metajudge.model.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which safetensors files hold a checkpoint: "model.safetensors" alone, or those that "model.safetensors.index.json"
 * names.
 *
 * @param file the index, or the one file
 * @param shards the files' names
 * @param places of each tensor the file that is said to hold it; empty for one file
 */
public record ShardIndex(Path file, List<String> shards, Map<String, String> places) {
    public static final String ONE_FILE = "model.safetensors";
    public static final String INDEX = "model.safetensors.index.json";

    private static final int MOST_SHARDS = 1 << 10;
    private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}\\.safetensors");

    public ShardIndex {
        shards = List.copyOf(shards);
        places = Map.copyOf(places);
    }

    /**
     * Finds the files in a folder; one file goes before an index, as in the reference.
     *
     * @throws dev.metajudge.UserError if there is neither, or the index is unsound
     */
    public static ShardIndex of(Path folder) {
        Path one = folder.resolve(ONE_FILE);
        if (Files.exists(one)) {
            return new ShardIndex(one, List.of(ONE_FILE), Map.of());
        }
        Path index = folder.resolve(INDEX);
        if (!Files.exists(index)) {
            throw BadFile.refuse(
                    folder,
                    "there is neither %s nor %s; weights in other forms are not read".formatted(ONE_FILE, INDEX));
        }
        return read(index);
    }

    /** Reads an index; a name that would lead out of the folder is refused. */
    public static ShardIndex read(Path index) {
        Map<String, String> places = JsonSettings.read(index).textMap("weight_map");
        List<String> shards = places.values().stream().distinct().sorted().toList();
        for (String shard : shards) {
            if (!SHARD.matcher(shard).matches()) {
                throw BadFile.refuse(index, "\"%s\" is not a safetensors file's name".formatted(shard));
            }
        }
        if (shards.isEmpty() || shards.size() > MOST_SHARDS) {
            throw BadFile.refuse(index, "it names %d files; 1 to %d can be".formatted(shards.size(), MOST_SHARDS));
        }
        return new ShardIndex(index, shards, places);
    }
}
