package dev.metajudge.model.adapter;

import dev.metajudge.UserError;
import dev.metajudge.model.adapter.PeftName.Matrix;
import dev.metajudge.model.files.BadFile;
import dev.metajudge.model.files.SafetensorsFile;
import dev.metajudge.model.files.SafetensorsWriter;
import dev.metajudge.model.source.Durable;
import dev.metajudge.model.source.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

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
        Path target = folder.toAbsolutePath().normalize();
        refuseOccupied(target);
        Path work = target.resolveSibling(".%s.part".formatted(target.getFileName()));
        try {
            Durable.deleteTree(work); // left by a process that was stopped
            Files.createDirectories(work);
            Durable.write(work.resolve(SETTINGS), PeftConfig.write(config));
            matrices(config, pairs).write(work.resolve(MATRICES));
            var adapter = new Adapter(config, pairs, Sha256.ofFile(work.resolve(MATRICES)));
            replace(target, work);
            return adapter;
        } catch (IOException failed) {
            throw unwritable(folder, failed);
        } finally {
            clear(work);
        }
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

    /** A folder cannot be renamed onto another: the old one steps aside first, so that no mixture is ever seen. */
    private static void replace(Path target, Path work) throws IOException {
        Path old = target.resolveSibling(".%s.old".formatted(target.getFileName()));
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Durable.deleteTree(old);
            Durable.move(target, old);
        }
        try {
            Durable.move(work, target);
        } catch (IOException failed) {
            if (Files.exists(old)) {
                Durable.move(old, target);
            }
            throw failed;
        }
        Durable.deleteTree(old);
    }

    private static void refuseOccupied(Path target) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw BadFile.refuse(target, "an adapter cannot be written here: it is not a folder");
        }
        try (Stream<Path> files = Files.list(target)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(SETTINGS) && !name.equals(MATRICES))
                    .findFirst()
                    .ifPresent(name -> {
                        throw BadFile.refuse(
                                target,
                                "an adapter cannot be written here: the folder holds %s; name another".formatted(name));
                    });
        } catch (IOException failed) {
            throw unwritable(target, failed);
        }
    }

    private static UserError unwritable(Path folder, IOException failed) {
        return BadFile.refuse(folder, "the adapter cannot be written (%s)".formatted(failed));
    }

    private static void clear(Path work) {
        try {
            Durable.deleteTree(work);
        } catch (IOException left) {
            // It has a temporary name; the next write clears it.
        }
    }
}
