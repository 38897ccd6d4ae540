package dev.metajudge.model.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The mapped safetensors files of a checkpoint, and where each tensor is. What an index says of them is held against
 * what they hold.
 */
public final class CheckpointFiles implements AutoCloseable {
    private final ShardIndex index;
    private final List<SafetensorsFile> files = new ArrayList<>();
    private final Map<String, Located> tensors = new LinkedHashMap<>();

    /** A tensor and the file that it is in. */
    record Located(SafetensorsFile file, SafetensorsTensor tensor) {}

    private CheckpointFiles(ShardIndex index) {
        this.index = index;
    }

    /**
     * Opens the files of a checkpoint.
     *
     * @param folder with "model.safetensors", or "model.safetensors.index.json" and the files that it names
     * @throws dev.metajudge.UserError if a file is missing or damaged, or the index is wrong about it
     */
    public static CheckpointFiles open(Path folder) {
        var opened = new CheckpointFiles(ShardIndex.of(folder));
        try {
            for (String shard : opened.index.shards()) {
                opened.add(folder.resolve(shard), shard);
            }
            opened.checkIndex();
            return opened;
        } catch (RuntimeException | Error failed) {
            opened.close();
            throw failed;
        }
    }

    /** Opens one file, whatever its name. */
    public static CheckpointFiles ofFile(Path file) {
        String name = String.valueOf(file.getFileName());
        var opened = new CheckpointFiles(new ShardIndex(file, List.of(name), Map.of()));
        opened.add(file, name);
        return opened;
    }

    private void add(Path path, String shard) {
        SafetensorsFile file = SafetensorsFile.open(path);
        files.add(file);
        for (SafetensorsTensor tensor : file.tensors()) {
            String expected =
                    index.places().getOrDefault(tensor.name(), index.places().isEmpty() ? shard : "no file");
            if (!expected.equals(shard)) {
                throw BadFile.refuse(
                        index.file(),
                        "it says that tensor %s is in %s, but it is in %s".formatted(tensor.name(), expected, shard));
            }
            tensors.put(tensor.name(), new Located(file, tensor));
        }
    }

    private void checkIndex() {
        index.places().forEach((tensor, shard) -> {
            if (!tensors.containsKey(tensor)) {
                throw BadFile.refuse(
                        index.file(), "it says that tensor %s is in %s, but it is not".formatted(tensor, shard));
            }
        });
    }

    Map<String, Located> tensors() {
        return tensors;
    }

    /** The file to name when a tensor is missing. */
    Path named() {
        return index.file();
    }

    /** How many tensors there are of each number format. */
    public SortedMap<String, Integer> formats() {
        var formats = new TreeMap<String, Integer>();
        Collection<Located> all = tensors.values();
        all.forEach(located -> formats.merge(located.tensor().format().name(), 1, Integer::sum));
        return formats;
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
