package dev.metajudge.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.UserError;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.files.CheckpointFiles;
import dev.metajudge.model.files.CheckpointWeights;
import dev.metajudge.model.files.ConfigJson;
import dev.metajudge.model.files.ConfigJsonWriter;
import dev.metajudge.model.files.FileLayout;
import dev.metajudge.model.files.GgufFile;
import dev.metajudge.model.files.SafetensorsWriter;
import dev.metajudge.model.files.ShardIndex;
import dev.metajudge.model.files.StoredTensor;
import dev.metajudge.model.files.Weights;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.load.ModelFiles;
import dev.metajudge.model.quant.SafetensorsFormat;
import dev.metajudge.model.source.Durable;
import dev.metajudge.model.tokenizer.HubTokenizerFiles;
import dev.metajudge.model.tokenizer.Tokenizer;
import dev.metajudge.model.tokenizer.TokenizerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A model as a folder in Hugging Face's layout, its adapters merged: what transformers, vLLM and others load. The files
 * about text of a folder are copied; those of a GGUF file are built from its metadata. The folder is read again before it
 * gets its name.
 */
public final class SafetensorsExport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG = "config.json";

    /** What belongs to a model beside its weights and settings. */
    private static final List<String> COPIED = List.of(
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "tokenizer.model",
            "chat_template.jinja",
            "chat_template.json",
            "LICENSE",
            "LICENSE.txt",
            "LICENSE.md",
            "NOTICE");

    private final AdaptedModel model;
    private final SafetensorsFormat type;

    private SafetensorsExport(AdaptedModel model, SafetensorsFormat type) {
        this.model = model;
        this.type = type;
    }

    /**
     * Writes the folder.
     *
     * @param type F32, F16 or BF16, of all tensors
     * @param out is made; if it is there it must be empty
     * @param numbers told how many more numbers are written
     * @throws UserError if the form has no words for the model, a number does not fit, or the folder cannot be written
     */
    public static Exported write(AdaptedModel model, SafetensorsFormat type, Path out, LongConsumer numbers) {
        return OutputFolder.make(out, folder -> new SafetensorsExport(model, type).write(folder, out, numbers));
    }

    private Exported write(Path folder, Path out, LongConsumer numbers) throws IOException {
        Path source = model.files().source().file();
        if (Files.isDirectory(source)) {
            for (String name : COPIED) {
                if (Files.isRegularFile(source.resolve(name))) {
                    Files.copy(source.resolve(name), folder.resolve(name));
                }
            }
            Durable.write(folder.resolve(CONFIG), kept(source.resolve(CONFIG)));
        } else {
            try (GgufFile file = GgufFile.open(source)) {
                var files = HubTokenizerFiles.of(
                        file.metadata(), model.files().config().context());
                for (Map.Entry<String, byte[]> each : files.entrySet()) {
                    Durable.write(folder.resolve(each.getKey()), each.getValue());
                }
            }
            Durable.write(folder.resolve(CONFIG), built());
        }
        int tensors = weights(folder.resolve(ShardIndex.ONE_FILE), numbers);
        check(folder, out);
        return new Exported(
                out, "safetensors " + type.name().toLowerCase(Locale.ROOT), tensors, bytes(folder), List.of());
    }

    private int weights(Path file, LongConsumer numbers) {
        var writer = new SafetensorsWriter(type).metadata("format", "pt");
        List<StoredTensor> tensors = FileLayout.checkpoint(model.files().config(), model.merged());
        tensors.forEach(tensor -> writer.tensor(FiniteRows.of(tensor, type == SafetensorsFormat.F16)));
        writer.write(file, tensor -> numbers.accept(tensor.elements()));
        return tensors.size();
    }

    /** A folder's own settings, but for the number format. */
    private byte[] kept(Path config) throws IOException {
        var json = (ObjectNode) JSON.readTree(config.toFile());
        json.remove("dtype");
        json.put("torch_dtype", torch());
        return lines(json);
    }

    private byte[] built() throws IOException {
        ObjectNode json = JSON.valueToTree(ConfigJsonWriter.of(model.files().config()));
        json.put("torch_dtype", torch());
        Tokenizer tokenizer = model.files().tokenizer();
        tokenizer.bos().ifPresent(id -> json.put("bos_token_id", id));
        tokenizer.eos().ifPresent(id -> json.put("eos_token_id", id));
        return lines(json);
    }

    private String torch() {
        return switch (type) {
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            default -> throw new IllegalArgumentException(type + " is not written");
        };
    }

    private static byte[] lines(ObjectNode json) throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    private void check(Path folder, Path out) {
        ModelFiles source = model.files();
        ModelConfig written = ConfigJson.read(folder.resolve(CONFIG));
        refuse(out, ShapeComparison.difference(source.config(), written));
        try (Weights _ = CheckpointWeights.of(CheckpointFiles.open(folder), written);
                Tokenizer tokenizer = TokenizerFolder.read(folder).tokenizer()) {
            refuse(out, TokenizerComparison.difference(source.tokenizer(), tokenizer));
        }
    }

    private static void refuse(Path out, Optional<String> difference) {
        difference.ifPresent(what -> {
            throw UserError.input(
                    "%s was not written: Hugging Face's files cannot say what this model is; %s. Write it as GGUF instead"
                            .formatted(out, what));
        });
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
