package dev.metajudge.model.load;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.chat.ChatFormat;
import dev.metajudge.model.files.GgufConfig;
import dev.metajudge.model.files.GgufFile;
import dev.metajudge.model.files.GgufMetadata;
import dev.metajudge.model.files.GgufWeights;
import dev.metajudge.model.files.Weights;
import dev.metajudge.model.source.ResolvedModel;
import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything in a model's file, open until closed. A chat template that is not known is no error here, since raw text
 * works without one: {@link #chat()} then refuses conversations.
 *
 * @param source where the file comes from
 * @param config the model's shape
 * @param tokenizer its tokenizer
 * @param chat its chat format
 * @param weights its weights under canonical names
 * @param about the rest of what the file says of itself
 * @param formats how many tensors there are of each number format
 */
public record ModelFiles(
        ResolvedModel source,
        ModelConfig config,
        Tokenizer tokenizer,
        ChatFormat chat,
        Weights weights,
        GgufMetadata about,
        SortedMap<String, Integer> formats)
        implements AutoCloseable {
    public ModelFiles {
        formats = Collections.unmodifiableSortedMap(new TreeMap<>(formats));
    }

    /**
     * Opens a model.
     *
     * @throws dev.metajudge.UserError if the file is damaged, or of a kind that is not supported
     */
    public static ModelFiles open(ResolvedModel source) {
        GgufFile file = GgufFile.open(source.file());
        try {
            GgufMetadata about = file.metadata();
            ModelConfig config = GgufConfig.read(file);
            GgufWeights weights = GgufWeights.of(file, config);
            Tokenizer tokenizer = Tokenizer.of(about);
            if (tokenizer.vocabulary() != config.vocabulary()) {
                throw about.refuse("its tokenizer has %d tokens, its embedding %d rows"
                        .formatted(tokenizer.vocabulary(), config.vocabulary()));
            }
            ChatFormat chat = ChatFormat.of(about.text("tokenizer.chat_template"), tokenizer);
            return new ModelFiles(source, config, tokenizer, chat, weights, about, formats(file));
        } catch (RuntimeException | Error failed) {
            file.close();
            throw failed;
        }
    }

    private static SortedMap<String, Integer> formats(GgufFile file) {
        var formats = new TreeMap<String, Integer>();
        file.tensors().forEach(tensor -> formats.merge(tensor.format().name(), 1, Integer::sum));
        return formats;
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
