package dev.metajudge.model.adapter;

import dev.metajudge.model.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a checkpoint puts on its base. The last whole weights replace all that stands before them, so what does is not
 * read.
 *
 * @param weights replace the base's, where there are any
 * @param adapters on these weights or on the base's, oldest first
 */
public record Layers(Optional<WholeWeights> weights, List<Adapter> adapters) {
    public Layers {
        adapters = List.copyOf(adapters);
    }

    /**
     * Reads the folders of a checkpoint whose chain was resolved.
     *
     * @throws dev.metajudge.UserError if one is damaged
     */
    public static Layers of(Checkpoint resolved) {
        List<Path> folders = resolved.adapters();
        int last = folders.size() - 1;
        while (last >= 0 && !WholeWeights.areIn(folders.get(last))) {
            last--;
        }
        return new Layers(
                last < 0 ? Optional.empty() : Optional.of(WholeWeights.read(folders.get(last))),
                folders.subList(last + 1, folders.size()).stream()
                        .map(Adapter::read)
                        .toList());
    }

    /** Whether the base is left as it is. */
    public boolean isEmpty() {
        return weights.isEmpty() && adapters.isEmpty();
    }

    /** What tells them from any others, oldest first. */
    public Stream<String> digests() {
        return Stream.concat(
                weights.map(WholeWeights::digest).stream(),
                adapters.stream().map(adapter -> adapter.digest() + adapter.scale()));
    }
}
