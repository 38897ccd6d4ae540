package dev.metajudge.model.adapter;

import dev.metajudge.model.adapter.PeftName.Matrix;
import dev.metajudge.model.files.BadFile;
import dev.metajudge.model.files.SafetensorsFile;
import dev.metajudge.model.files.SafetensorsWriter;
import dev.metajudge.model.source.Durable;
import dev.metajudge.model.source.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** The folder that PEFT keeps an adapter in: settings and matrices. */
final class AdapterFolder {
    static final String SETTINGS = "adapter_config.json";
    static final String MATRICES = "adapter_model.safetensors";
    private static final String PICKLED = "adapter_model.bin";

    private AdapterFolder() {}

    static Adapter read(Path folder) {
        AdapterConfig config = PeftConfig.read(folder.resolve(SETTINGS));
        Path matrices = folder.resolve(MATRICES);
        if (!Files.exists(matrices) && Files.exists(folder.resolve(PICKLED))) {
            throw BadFile.refuse(
                    folder.resolve(PICKLED),
                    "pickled matrices are not read; save the adapter again with safe_serialization=True");
        }
        try (SafetensorsFile file = SafetensorsFile.open(matrices)) {
            return new Adapter(config, new AdapterMatrices(file, config).read(), Sha256.ofFile(matrices));
        } catch (IOException failed) {
            throw BadFile.unreadable(matrices, failed);
        }
    }

    static Adapter write(Path folder, AdapterConfig config, SortedMap<String, LoraPair> pairs) {
        checkTargets(config, pairs.keySet());
        return TrainedFolder.write(folder, work -> {
            Durable.write(work.resolve(SETTINGS), PeftConfig.write(config));
            matrices(config, pairs).write(work.resolve(MATRICES));
            return new Adapter(config, pairs, Sha256.ofFile(work.resolve(MATRICES)));
        });
    }

    /** Every matrix must belong to a target and every target have a matrix. */
    static void checkTargets(AdapterConfig config, Set<String> weights) {
        for (String weight : weights) {
            if (config.targets().stream().noneMatch(target -> PeftName.isTarget(weight, target))) {
                throw new IllegalArgumentException(
                        "%s is not one of the targets %s".formatted(weight, config.targets()));
            }
        }
        for (String target : config.targets()) {
            if (weights.stream().noneMatch(weight -> PeftName.isTarget(weight, target))) {
                throw new IllegalArgumentException("no matrices are given for the target " + target);
            }
        }
    }

    private static SafetensorsWriter matrices(AdapterConfig config, SortedMap<String, LoraPair> pairs) {
        var writer = new SafetensorsWriter().metadata("format", "pt");
        long rank = config.rank();
        pairs.forEach((weight, pair) -> writer.tensor(
                        new PeftName(weight, Matrix.A).spelled(), List.of(rank, (long) pair.inputs()), pair.a())
                .tensor(new PeftName(weight, Matrix.B).spelled(), List.of((long) pair.outputs(), rank), pair.b()));
        return writer;
    }
}
