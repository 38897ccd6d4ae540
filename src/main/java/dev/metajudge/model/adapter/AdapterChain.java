package dev.metajudge.model.adapter;

import dev.metajudge.UserError;
import dev.metajudge.model.Checkpoint;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets an adapter's folder, or one of whole weights, stand for a model: the model that its settings name as its base,
 * with the adapter on it. The base can be such a folder again.
 */
public final class AdapterChain {
    private static final int LONGEST = 64;

    private AdapterChain() {}

    /**
     * The checkpoint with a base that is no adapter; itself when it has one already.
     *
     * @throws UserError if an adapter's settings are damaged or name no base, or the chain does not end
     */
    public static Checkpoint resolve(Checkpoint asked) {
        var adapters = new ArrayList<Path>();
        String source = asked.source();
        for (Optional<Path> folder = folder(source); folder.isPresent(); folder = folder(source)) {
            if (adapters.size() == LONGEST) {
                throw UserError.input("%s: more than %d adapters stand on each other; does one name itself as its base?"
                        .formatted(asked.source(), LONGEST));
            }
            adapters.addFirst(folder.get());
            source = base(folder.get());
        }
        adapters.addAll(asked.adapters());
        return new Checkpoint(source, List.copyOf(adapters));
    }

    private static Optional<Path> folder(String source) {
        try {
            return Optional.of(Path.of(source)).filter(AdapterChain::isTrained);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    /** Whether a folder is one that training makes. */
    public static boolean isTrained(Path folder) {
        return Files.exists(folder.resolve(AdapterFolder.SETTINGS)) || WholeWeights.areIn(folder);
    }

    /** A base that begins with a dot is seen from the adapter's folder. */
    private static String base(Path folder) {
        Path settings = folder.resolve(AdapterFolder.SETTINGS);
        String base = WholeWeights.areIn(folder)
                ? WholeWeights.read(folder).base()
                : PeftConfig.read(settings).base();
        if (base.isBlank()) {
            throw UserError.input(
                    "%s names no base_model_name_or_path; give the model as --model and this folder as --adapter"
                            .formatted(settings));
        }
        return base.startsWith("./") || base.startsWith("../")
                ? folder.toAbsolutePath().resolve(base).normalize().toString()
                : base;
    }
}
