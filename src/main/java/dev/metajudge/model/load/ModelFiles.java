package dev.metajudge.model.load;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.chat.ChatFormat;
import dev.metajudge.model.files.BadFile;
import dev.metajudge.model.files.CheckpointFiles;
import dev.metajudge.model.files.CheckpointWeights;
import dev.metajudge.model.files.ConfigJson;
import dev.metajudge.model.files.GgufConfig;
import dev.metajudge.model.files.GgufFile;
import dev.metajudge.model.files.GgufMetadata;
import dev.metajudge.model.files.GgufWeights;
import dev.metajudge.model.files.Weights;
import dev.metajudge.model.source.ResolvedModel;
import dev.metajudge.model.tokenizer.Tokenizer;
import dev.metajudge.model.tokenizer.TokenizerFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything in a model's file or folder, open until closed. A chat template that is not known is no error here, since raw text
 * works without one: {@link #chat()} then refuses conversations.
 *
 * @param source where the file comes from
 * @param config the model's shape
 * @param tokenizer its tokenizer
 * @param chat its chat format
 * @param weights its weights under canonical names
 * @param about the rest of what the files say of it
 * @param formats how many tensors there are of each number format
 */
public record ModelFiles(
        ResolvedModel source,
        ModelConfig config,
        Tokenizer tokenizer,
        ChatFormat chat,
        Weights weights,
        ModelAbout about,
        SortedMap<String, Integer> formats)
        implements AutoCloseable {
    public ModelFiles {
        formats = Collections.unmodifiableSortedMap(new TreeMap<>(formats));
    }

    /**
     * Opens a model: a GGUF file, or a folder with config.json, tokenizer.json and safetensors files.
     *
     * @throws dev.metajudge.UserError if a file is damaged, or of a kind that is not supported
     */
    public static ModelFiles open(ResolvedModel source) {
        return Files.isDirectory(source.file()) ? checkpoint(source) : gguf(source);
    }

    private static ModelFiles gguf(ResolvedModel source) {
        GgufFile file = GgufFile.open(source.file());
        try {
            GgufMetadata metadata = file.metadata();
            ModelConfig config = GgufConfig.read(file);
            GgufWeights weights = GgufWeights.of(file, config);
            Tokenizer tokenizer = Tokenizer.of(metadata);
            if (tokenizer.vocabulary() != config.vocabulary()) {
                throw metadata.refuse("its tokenizer has %d tokens, its embedding %d rows"
                        .formatted(tokenizer.vocabulary(), config.vocabulary()));
            }
            ChatFormat chat = ChatFormat.of(metadata.text("tokenizer.chat_template"), tokenizer);
            return new ModelFiles(source, config, tokenizer, chat, weights, about(metadata), formats(file));
        } catch (RuntimeException | Error failed) {
            file.close();
            throw failed;
        }
    }

    private static ModelAbout about(GgufMetadata metadata) {
        String prefix = metadata.requireText("general.architecture");
        return new ModelAbout(
                metadata.text("general.name"),
                metadata.text("general.license"),
                Map.of(
                        "name", "general.name",
                        "family", prefix + ".*",
                        "context", prefix + ".context_length",
                        "tokenizer", "tokenizer.ggml.*",
                        "chat_format", "tokenizer.chat_template",
                        "licence", "general.license"));
    }

    private static ModelFiles checkpoint(ResolvedModel source) {
        Path folder = source.file();
        ModelConfig config = ConfigJson.read(folder.resolve("config.json"));
        CheckpointFiles files = CheckpointFiles.open(folder);
        try {
            CheckpointWeights weights = CheckpointWeights.of(files, config);
            TokenizerFolder text = TokenizerFolder.read(folder);
            int tokens = text.tokenizer().vocabulary();
            if (tokens > config.vocabulary()) {
                text.tokenizer().close();
                throw BadFile.refuse(
                        folder,
                        "its tokenizer has %d tokens, its embedding only %d rows"
                                .formatted(tokens, config.vocabulary()));
            }
            return new ModelFiles(
                    source,
                    config,
                    text.tokenizer(),
                    ChatFormat.of(text.chatTemplate(), text.tokenizer()),
                    weights,
                    aboutCheckpoint(),
                    files.formats());
        } catch (RuntimeException | Error failed) {
            files.close();
            throw failed;
        }
    }

    private static ModelAbout aboutCheckpoint() {
        return new ModelAbout(
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        "name", "no file of a checkpoint",
                        "family", "config.json",
                        "context", "config.json: max_position_embeddings",
                        "tokenizer", "tokenizer.json",
                        "chat_format", "tokenizer_config.json or chat_template.jinja",
                        "licence", "no file of a checkpoint but its README.md"));
    }

    private static SortedMap<String, Integer> formats(GgufFile file) {
        var formats = new TreeMap<String, Integer>();
        file.tensors().forEach(tensor -> formats.merge(tensor.format().name(), 1, Integer::sum));
        return formats;
    }

    /** The same with another chat format. */
    public ModelFiles with(ChatFormat other) {
        return new ModelFiles(source, config, tokenizer, other, weights, about, formats);
    }

    /** The same with weights in place of the file's, which are closed with it. */
    public ModelFiles with(Weights other) {
        return new ModelFiles(source, config, tokenizer, chat, new ReplacedWeights(weights, other), about, formats);
    }

    /** How many numbers the weights hold. */
    public long parameters() {
        long parameters = 0;
        for (String name : weights.names()) {
            long size = 1;
            for (long dimension : weights.shape(name)) {
                size *= dimension;
            }
            parameters += size;
        }
        return parameters;
    }

    @Override
    public void close() {
        tokenizer.close();
        weights.close();
    }
}
