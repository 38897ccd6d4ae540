package dev.metajudge.export;

import dev.metajudge.UserError;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import dev.metajudge.model.chat.UnknownFormat;
import dev.metajudge.model.files.FileLayout;
import dev.metajudge.model.files.GgufConfig;
import dev.metajudge.model.files.GgufEntry;
import dev.metajudge.model.files.GgufFile;
import dev.metajudge.model.files.GgufShape;
import dev.metajudge.model.files.GgufWeights;
import dev.metajudge.model.files.GgufWriter;
import dev.metajudge.model.files.StoredTensor;
import dev.metajudge.model.files.Weights;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.load.ModelFiles;
import dev.metajudge.model.quant.TensorFormat;
import dev.metajudge.model.tokenizer.GgufTokenizerKeys;
import dev.metajudge.model.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * A model as one GGUF file, its adapters merged: what llama.cpp and Ollama run. Metadata of a GGUF source is kept byte
 * for byte, tokenizer and chat template with it; of a checkpoint's folder it is built. The file is read again before it
 * gets its name: one that would compute something else is refused.
 */
public final class GgufExport {
    /** What depends on how numbers are stored, or on the source being one file of several. */
    private static final Set<String> OWN =
            Set.of("general.file_type", "general.quantization_version", "general.alignment");

    private static final String SPLIT = "split.";
    private static final int QUANTIZATION_VERSION = 2;

    private final AdaptedModel model;
    private final TensorFormat type;
    private final List<String> notes = new ArrayList<>();

    private GgufExport(AdaptedModel model, TensorFormat type) {
        this.model = model;
        this.type = type;
    }

    /**
     * Writes the file, in place of one that may be there.
     *
     * @param type F32, F16, BF16 or Q8_0, of matrices; norms and biases are always F32, which readers expect
     * @param numbers told how many more numbers are written
     * @throws UserError if GGUF has no form for the model, a number does not fit, or the file cannot be written
     */
    public static Exported write(AdaptedModel model, TensorFormat type, Path out, LongConsumer numbers) {
        return OutputFolder.file(out, place -> new GgufExport(model, type).write(place, out, numbers));
    }

    private Exported write(Path place, Path out, LongConsumer numbers) throws IOException {
        var gguf = new GgufWriter();
        metadata(gguf);
        tensors(gguf);
        gguf.write(place, tensor -> numbers.accept(tensor.elements()));
        check(place, out);
        return new Exported(
                out,
                "gguf " + type.name().toLowerCase(Locale.ROOT),
                gguf.tensors().size(),
                Files.size(place),
                notes);
    }

    private void metadata(GgufWriter gguf) {
        Path source = model.files().source().file();
        if (Files.isDirectory(source)) {
            GgufShape.put(model.files().config(), gguf);
            gguf.put("general.name", GgufEntry.text(String.valueOf(source.getFileName())));
            GgufTokenizerKeys.put(source, model.files().config().vocabulary(), gguf);
        } else {
            try (GgufFile file = GgufFile.open(source)) {
                file.metadata().keys().stream()
                        .filter(key -> !OWN.contains(key) && !key.startsWith(SPLIT))
                        .forEach(key -> gguf.copy(file, key));
            }
        }
        gguf.put("general.file_type", GgufEntry.size(fileType()));
        if (type == TensorFormat.Q8_0) {
            gguf.put("general.quantization_version", GgufEntry.size(QUANTIZATION_VERSION));
        }
    }

    /** llama.cpp's number for what most matrices are stored as. */
    private int fileType() {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1;
            case Q8_0 -> 7;
            case BF16 -> 32;
            default -> throw new IllegalArgumentException(type + " is not written");
        };
    }

    private void tensors(GgufWriter gguf) {
        ModelConfig config = model.files().config();
        for (StoredTensor tensor : FileLayout.gguf(config, model.merged())) {
            TensorFormat format = tensor.shape().size() == 1 ? TensorFormat.F32 : type;
            if (tensor.columns() % format.blockSize() != 0) {
                notes.add("%s has rows of %d numbers, no whole number of blocks; it is stored as F16"
                        .formatted(tensor.name(), tensor.columns()));
                format = TensorFormat.F16;
            }
            boolean halves = format == TensorFormat.F16 || format == TensorFormat.Q8_0;
            gguf.tensor(FiniteRows.of(tensor, halves), format);
        }
        GgufShape.putRopeTensors(config, gguf);
        boolean windows = config.attention().layers().stream().anyMatch(layer -> layer.window() > 0);
        if (windows && (config.family() == Family.LLAMA || config.family() == Family.MISTRAL)) {
            notes.add("the model's attention windows are in the file, but llama.cpp does not apply a Mistral's: longer"
                    + " texts differ there");
        }
        if (model.files().chat() instanceof UnknownFormat(String reason)) {
            notes.add("conversations cannot be tried here (" + reason + "); what the files say of them is kept");
        }
    }

    private void check(Path place, Path out) {
        ModelFiles source = model.files();
        GgufFile file = GgufFile.open(place);
        ModelConfig written = GgufConfig.read(file);
        try (Weights _ = GgufWeights.of(file, written)) {
            refuse(out, ShapeComparison.difference(source.config(), written));
            if (Files.isDirectory(source.source().file())) {
                try (Tokenizer tokenizer = Tokenizer.of(file.metadata())) {
                    refuse(out, TokenizerComparison.difference(source.tokenizer(), tokenizer));
                }
            }
        }
    }

    private static void refuse(Path out, Optional<String> difference) {
        difference.ifPresent(what -> {
            throw UserError.input(
                    "%s was not written: GGUF cannot say what this model is; %s. Write it as safetensors instead"
                            .formatted(out, what));
        });
    }
}
