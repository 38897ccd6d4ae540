package dev.metajudge.model.load;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterChain;
import dev.metajudge.model.adapter.Layers;
import dev.metajudge.model.chat.ChatFormat;
import dev.metajudge.model.engine.Decoder;
import dev.metajudge.model.engine.DecoderLoader;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.model.source.ResolvedModel;
import dev.metajudge.model.source.Sha256;
import dev.metajudge.model.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A checkpoint in memory: its base's file open, its adapters merged into the weights, oldest first. Whole weights that
 * training made are the weights.
 *
 * @param checkpoint what was loaded
 * @param files the base's file
 * @param decoder the weights, ready to run
 */
public record LoadedModel(Checkpoint checkpoint, ModelFiles files, Decoder decoder) implements AutoCloseable {
    /**
     * Loads a checkpoint to run it. {@link #openToTrain} loads one that can be trained.
     *
     * @param chatFormat name of a chat format in place of the one that the model's own template means
     * @throws dev.metajudge.UserError if the base or an adapter cannot be had, is damaged, or does not fit
     */
    public static LoadedModel open(
            Checkpoint checkpoint, Precision precision, ModelResolver resolver, Optional<String> chatFormat) {
        LoadedModel model = openToTrain(checkpoint, precision, resolver, chatFormat);
        try {
            model.decoder().settle(model::sampleText);
            return model;
        } catch (RuntimeException | Error failed) {
            model.close();
            throw failed;
        }
    }

    /** The same, with weights that can be trained and run slower. */
    public static LoadedModel openToTrain(
            Checkpoint checkpoint, Precision precision, ModelResolver resolver, Optional<String> chatFormat) {
        AdaptedModel opened = AdaptedModel.open(checkpoint, resolver);
        List<Adapter> adapters = opened.adapters();
        try {
            ModelFiles files = chatFormat
                    .map(name -> opened.files()
                            .with(ChatFormat.named(name, opened.files().tokenizer())))
                    .orElse(opened.files());
            Decoder decoder = DecoderLoader.load(files.config(), files.weights(), precision, merging(adapters));
            return new LoadedModel(checkpoint, files, decoder);
        } catch (RuntimeException | Error failed) {
            opened.close();
            throw failed;
        }
    }

    private static DecoderLoader.WeightChange merging(List<Adapter> adapters) {
        return (name, first, rows) -> adapters.forEach(adapter -> merge(adapter, name, first, rows));
    }

    /**
     * Reads the weights once more, adapters merged: the same fp32 numbers as were put into the decoder, which may hold
     * them rounded, or others by now.
     *
     * @param rows is given some at a time, in the order of {@link DecoderLoader#names}
     */
    public void numbers(Consumer<NDArray> rows) {
        List<Adapter> adapters = Layers.of(AdapterChain.resolve(checkpoint)).adapters();
        DecoderLoader.read(decoder, files.weights(), merging(adapters), rows);
    }

    /** SHA-256 over the own checksums of base, whole weights and adapters; tells a checkpoint's weights from any other's. */
    public static String digest(Checkpoint checkpoint, ModelResolver resolver) {
        Checkpoint whole = AdapterChain.resolve(checkpoint);
        ResolvedModel base = resolver.resolve(whole.source());
        if (whole.adapters().isEmpty()) {
            return base.sha256();
        }
        String all = Stream.concat(Stream.of(base.sha256()), Layers.of(whole).digests())
                .reduce("", (a, b) -> a + b + "\n");
        return HexFormat.of().formatHex(Sha256.digest().digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    public Tokenizer tokenizer() {
        return files.tokenizer();
    }

    /** The ids after which the model is done: what its files and its chat format say ends a text or a turn; sorted. */
    public int[] stopTokens() {
        return IntStream.concat(
                        IntStream.of(tokenizer().stops()),
                        IntStream.of(files.chat().stopTokens(tokenizer())))
                .distinct()
                .sorted()
                .toArray();
    }

    /** Tokens of a short text of several kinds, a few hundred: something usual to try the model on. */
    public int[] sampleText() {
        return SampleText.tokens(files);
    }

    /** The most tokens that a prompt and its completion have together. */
    public int context() {
        return Math.min(files.config().context(), DecoderLoader.MOST_POSITIONS);
    }

    /** W += scale * B A for some rows of W, in fp32. */
    private static void merge(Adapter adapter, String name, long first, NDArray rows) {
        if (!adapter.has(name)) {
            return;
        }
        long[] shape = rows.getShape().getShape();
        int rank = adapter.rank();
        int from = Math.toIntExact(first * rank);
        float[] b = Arrays.copyOfRange(adapter.b(name), from, from + Math.toIntExact(shape[0] * rank));
        try (NDManager scope = rows.getManager().newSubManager()) {
            NDArray right = scope.create(adapter.a(name), new Shape(rank, shape[1]));
            rows.addi(scope.create(b, new Shape(shape[0], rank)).matMul(right).muli(adapter.scale()));
        }
    }

    @Override
    public void close() {
        decoder.close();
        files.close();
    }

    @Override
    public String toString() {
        return "LoadedModel" + Arrays.asList(checkpoint.source(), checkpoint.adapters());
    }
}
