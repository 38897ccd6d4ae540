package dev.metajudge.export;

import dev.metajudge.UserError;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterChain;
import dev.metajudge.model.adapter.AdapterConfig;
import dev.metajudge.model.adapter.Layers;
import dev.metajudge.model.adapter.LoraPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The adapters of a model as one adapter on its base, in PEFT's format. PEFT knows no adapter on an adapter, so a chain
 * becomes one of summed rank: W + s1 B1 A1 + s2 B2 A2 = W + s [s1/s B1, s2/s B2] [A1; A2]. Where all scales are the same,
 * s is that scale and every number is kept as it is; else s is 1 and each B is multiplied by its scale, which rounds to
 * 32-bit floats unless the scale is a power of two.
 */
public final class PeftExport {
    private final List<Adapter> adapters;
    private final int rank;
    private final double scale;
    private final List<String> notes = new ArrayList<>();

    private PeftExport(List<Adapter> adapters) {
        this.adapters = adapters;
        rank = adapters.stream().mapToInt(Adapter::rank).sum();
        scale = adapters.stream().map(Adapter::scale).distinct().count() == 1
                ? adapters.getFirst().scale()
                : 1;
    }

    /**
     * Writes the folder.
     *
     * @param base what the settings name as the base, in place of where it came from here
     * @param out is made; if it is there it must be empty
     * @throws UserError if the model has no adapter, or the folder cannot be written
     */
    public static Exported write(Checkpoint model, Optional<String> base, Path out) {
        Checkpoint whole = AdapterChain.resolve(model);
        if (whole.adapters().isEmpty()) {
            throw UserError.input(
                    "%s has no adapter on it; a whole model is written by export safetensors or export gguf"
                            .formatted(whole.source()));
        }
        Layers layers = Layers.of(whole);
        layers.weights().ifPresent(weights -> {
            throw UserError.input(
                    "%s holds all weights of a model (training with weights full), which no adapter can say; write the model with export safetensors or export gguf"
                            .formatted(weights.folder()));
        });
        var export = new PeftExport(layers.adapters());
        return OutputFolder.make(out, folder -> export.write(folder, base.orElse(whole.source()), out));
    }

    private Exported write(Path folder, String base, Path out) throws IOException {
        SortedMap<String, LoraPair> pairs =
                adapters.size() == 1 ? adapters.getFirst().pairs() : joined();
        Adapter.write(folder, config(base), pairs);
        long bytes;
        try (Stream<Path> files = Files.list(folder)) {
            bytes = files.mapToLong(file -> file.toFile().length()).sum();
        }
        return new Exported(out, "peft", 2 * pairs.size(), bytes, notes);
    }

    private AdapterConfig config(String base) {
        AdapterConfig first = adapters.getFirst().config();
        if (adapters.size() == 1) {
            return new AdapterConfig(
                    base, first.rank(), first.alpha(), first.rankStabilized(), first.dropout(), first.targets());
        }
        List<String> targets = adapters.stream()
                .flatMap(adapter -> adapter.config().targets().stream())
                .distinct()
                .toList();
        return new AdapterConfig(base, rank, scale * rank, false, 0, targets);
    }

    private SortedMap<String, LoraPair> joined() {
        notes.add("%d adapters on each other are one of rank %d here, which computes the same; %s"
                .formatted(
                        adapters.size(),
                        rank,
                        isExact()
                                ? "every number is kept as it was"
                                : "their scales differ, so B is multiplied by each and rounded to 32-bit floats"));
        SortedSet<String> weights = new TreeSet<>();
        adapters.forEach(adapter -> weights.addAll(adapter.pairs().keySet()));
        var pairs = new TreeMap<String, LoraPair>();
        weights.forEach(weight -> pairs.put(weight, joined(weight)));
        return pairs;
    }

    private boolean isExact() {
        return adapters.stream().allMatch(adapter -> adapter.scale() == scale);
    }

    /** The matrices of one weight; an adapter that leaves it alone has zeros there. */
    private LoraPair joined(String weight) {
        Adapter some = adapters.stream()
                .filter(adapter -> adapter.has(weight))
                .findFirst()
                .orElseThrow();
        int inputs = some.a(weight).length / some.rank();
        int outputs = some.b(weight).length / some.rank();
        float[] a = new float[rank * inputs];
        float[] b = new float[outputs * rank];
        int from = 0;
        for (Adapter adapter : adapters) {
            int own = adapter.rank();
            if (adapter.has(weight)) {
                System.arraycopy(adapter.a(weight), 0, a, from * inputs, own * inputs);
                double factor = adapter.scale() / scale;
                for (int row = 0; row < outputs; row++) {
                    for (int i = 0; i < own; i++) {
                        b[row * rank + from + i] = (float) (adapter.b(weight)[row * own + i] * factor);
                    }
                }
            }
            from += own;
        }
        return new LoraPair(rank, a, b);
    }
}
