package dev.metajudge.model.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.metajudge.model.Activation;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A decoder with its weights, in memory. It holds one batch at a time: prompts in slots, whose keys and values all
 * rows of the slot share, and rows, each with keys and values of its own tokens. Not safe for several threads at once.
 */
public final class Decoder implements AutoCloseable {
    /** A row's own keys and values get room by so many tokens at a time. */
    private static final int PAGE = 32;

    /** The program's lists of tensors. */
    private static final List<String> TENSORS = List.of(
            "loading",
            "cos",
            "sin",
            "prefix",
            "own",
            "peaks",
            "adapter",
            "gradient",
            "slopes",
            "shades",
            "turns_cos",
            "turns_sin");

    /** The program's files, in their order. */
    private static final List<String> PARTS =
            List.of("decoder.py", "packing.py", "generating.py", "reading.py", "training.py", "backward.py");

    private final TorchModule module;
    private final ModelConfig config;
    private final Precision precision;
    private boolean settled;

    Decoder(ModelConfig config, Precision precision) {
        this.config = config;
        this.precision = precision;
        module = new TorchModule(archive(config, precision).bytes("Decoder"));
    }

    private static TorchArchive archive(ModelConfig config, Precision precision) {
        String program = PARTS.stream().map(Decoder::text).collect(Collectors.joining("\n"));
        var archive = new TorchArchive(program)
                .with("heads", config.heads())
                .with("kv_heads", config.kvHeads())
                .with("head_dim", config.headDim())
                .with("epsilon", config.normEpsilon())
                .with("query_scale", config.attention().queryScale())
                .with("soft_cap", config.attention().softCap())
                .with("embedding_scale", config.embeddingScale())
                .with("final_soft_cap", config.finalSoftCap())
                .with("watching", false)
                .with("gelu", config.activation() == Activation.GELU_TANH)
                .with("rope_switch", config.ropeSwitch())
                .with("dtype", precision == Precision.FP32 ? 6 : 15)
                .with("page", PAGE)
                .with("scale", 0.0)
                .with("dropout", 0.0)
                .withEmpty("layers", "List[__torch__.Layer]")
                .withEmpty("products", "List[__torch__.Product]")
                .withEmpty("shared", "Dict[str, Tensor]")
                .withEmpty("spans", "List[List[int]]")
                .withEmpty("tape", "List[List[Tensor]]")
                .withEmpty("windows", "List[int]")
                .withEmpty("targets", "List[int]");
        for (String number : List.of("reach", "rank", "seed", "base", "form")) {
            archive.with(number, 0);
        }
        TENSORS.forEach(list -> archive.withEmpty(list, "List[Tensor]"));
        return archive;
    }

    public ModelConfig config() {
        return config;
    }

    public Precision precision() {
        return precision;
    }

    /** The program itself, for training, which brings arrays and gradients of its own. */
    public TorchModule module() {
        return module;
    }

    /**
     * Makes room for a batch; what was there before is gone.
     *
     * @param slots how many prompts
     * @param prefix tokens of the longest
     * @param rows how many rows at most
     * @param reach tokens of the longest sequence that is to come, prompt and row together
     */
    public void begin(int slots, int prefix, int rows, int reach) {
        begin(slots, prefix, rows, reach, false);
    }

    /** The same; {@code single} if each slot has just the row of its number, which then holds its prompt itself. */
    void begin(int slots, int prefix, int rows, int reach, boolean single) {
        module.invoke("begin", slots, prefix, rows, reach, single);
    }

    /** Puts tokens into a slot that holds {@code past} tokens already. */
    public void prefill(int slot, int past, int[] tokens) {
        prefill(List.of(new Fill(slot, past, tokens)));
    }

    /**
     * Tokens that go into a slot.
     *
     * @param past how many it holds already
     * @param tokens one or more
     */
    record Fill(int slot, int past, int[] tokens) {}

    /** Puts tokens into several slots in one pass. */
    void prefill(List<Fill> fills) {
        try (PtNDManager scope = module.scope()) {
            module.invoke(
                    "prefill",
                    matrix(
                            scope,
                            fills.stream()
                                    .map(fill -> new int[] {fill.slot(), fill.past(), fill.tokens().length})
                                    .toArray(int[][]::new)),
                    ints(
                            scope,
                            fills.stream()
                                    .flatMapToInt(fill -> Arrays.stream(fill.tokens()))
                                    .toArray()));
        }
    }

    /**
     * Gives the weights the form in which the model runs fastest: packed for the processor, and rounded to bytes in
     * int8. The decoder cannot be trained afterwards. In fp32 nothing changes.
     *
     * @param sample tokens of a usual text, a few hundred, which show how large the inputs of the matrices are; asked for
     *     in int8 alone
     */
    public void settle(Supplier<int[]> sample) {
        if (settled || precision == Precision.FP32) {
            return;
        }
        if (precision == Precision.INT8) {
            int[] all = sample.get();
            int[] text = Arrays.copyOf(all, Math.min(all.length, config.context()));
            module.invoke("watch");
            begin(1, text.length, 1, text.length);
            hiddenStates(text);
            end();
        }
        module.invoke("pack", precision == Precision.INT8 ? 2 : 1);
        settled = true;
    }

    /** Copies the first tokens of one slot into another. */
    public void copyPrefix(int source, int target, int length) {
        module.invoke("copy_prefix", source, target, length);
    }

    /** Logits over the vocabulary after each slot's prompt, [slots][vocabulary]. */
    public float[][] lastLogits() {
        try (PtNDManager scope = module.scope()) {
            return rows(module.tensor(scope, "last_logits"));
        }
    }

    /**
     * Hidden states of a prompt, which is put into slot 0: [layers + 1][tokens * hidden], embeddings first, then after
     * each layer; the last one is normed, as Hugging Face has it.
     */
    public float[][] hiddenStates(int[] tokens) {
        try (PtNDManager scope = module.scope()) {
            return rows(module.tensor(scope, "hidden_states", ints(scope, tokens)));
        }
    }

    /** Logits over the vocabulary for normed hidden states [tokens * hidden]: [tokens][vocabulary]. */
    public float[][] logits(float[] hidden) {
        try (PtNDManager scope = module.scope()) {
            var states = (PtNDArray) scope.create(hidden, new Shape(hidden.length / config.hidden(), config.hidden()));
            return rows(module.tensor(scope, "logits", states));
        }
    }

    /** Log-probabilities of targets, each after the token of {@code tokens} that stands at the same place from the end. */
    public double[] follow(int[] tokens, int[] targets) {
        try (PtNDManager scope = module.scope()) {
            return module.tensor(scope, "follow", ints(scope, tokens), ints(scope, targets))
                    .toDoubleArray();
        }
    }

    /** The first token of every row, from its slot's prompt. */
    Draw first(int[] slotOfRow, Choice choice, double[] uniform) {
        try (PtNDManager scope = module.scope()) {
            return Draw.of(module.tensor(
                    scope,
                    "first",
                    ints(scope, slotOfRow),
                    (PtNDArray) scope.create(uniform),
                    choice.temperature(),
                    choice.topK(),
                    choice.topP(),
                    choice.minP()));
        }
    }

    /** One more token of the first rows; {@code tokens} are the ones drawn last, {@code column} tokens came before. */
    Draw decode(int[] tokens, int[] positions, int column, RowPlan plan, Choice choice, double[] uniform) {
        try (PtNDManager scope = module.scope()) {
            var shape = new Shape(tokens.length, 1);
            return Draw.of(module.tensor(
                    scope,
                    "decode",
                    ints(scope, tokens).reshape(shape),
                    ints(scope, positions).reshape(shape),
                    column,
                    ints(scope, plan.slot()),
                    ints(scope, plan.place()),
                    plan.share(),
                    (PtNDArray) scope.create(uniform),
                    choice.temperature(),
                    choice.topK(),
                    choice.topP(),
                    choice.minP()));
        }
    }

    /** What the layers say at the ends of each row's new tokens and at its branches. */
    Readout[] weigh(Tails tails, int column, RowPlan plan, List<int[]> allowed, List<Branches> branches, Lens lens) {
        Places places = Places.of(branches, tails.end(), allowed);
        int width = tails.tokens()[0].length;
        try (PtNDManager scope = module.scope()) {
            PtNDArray read = module.tensor(
                    scope,
                    "weigh",
                    matrix(scope, tails.tokens()),
                    matrix(scope, tails.positions()),
                    ints(scope, tails.kept()),
                    column,
                    ints(scope, plan.slot()),
                    ints(scope, plan.place()),
                    plan.share(),
                    (PtNDArray) scope.create(tails.among(), new Shape(tails.tokens().length, width, width)),
                    ints(scope, places.places()),
                    matrix(scope, places.allowed()),
                    ints(scope, lens.continuing()),
                    lens.layers() ? 1 : 0,
                    lens.raw() ? 1 : 0,
                    places.branched() ? 1 : 0);
            return Readout.cut(read.toDoubleArray(), places.nodes(), places.width());
        }
    }

    /**
     * What the layers say at the end of each prompt and at its branches; the batch in slots and rows stays as it is.
     *
     * @param allowed the tokens asked about, for each prompt in the order in which the prompts were packed
     */
    public Readout[] survey(PackedPrompts pack, List<Branches> branches, List<int[]> allowed, Lens lens) {
        Places places = Places.of(branches, pack.end(), allowed);
        try (PtNDManager scope = module.scope()) {
            PtNDArray read = module.tensor(
                    scope,
                    "survey",
                    ints(scope, pack.ids()),
                    ints(scope, pack.positions()),
                    ints(scope, pack.chains()),
                    matrix(scope, pack.segments().toArray(int[][]::new)),
                    ints(scope, pack.before()),
                    (PtNDArray) scope.create(pack.trees(), new Shape(pack.trees().length)),
                    ints(scope, places.places()),
                    matrix(scope, places.allowed()),
                    ints(scope, lens.continuing()),
                    lens.layers() ? 1 : 0,
                    lens.raw() ? 1 : 0,
                    places.branched() ? 1 : 0);
            return Readout.cut(read.toDoubleArray(), places.nodes(), places.width());
        }
    }

    /** Exchanges two rows' keys and values. */
    void swap(int a, int b) {
        module.invoke("swap", a, b);
    }

    /** Frees the batch's keys and values. */
    public void end() {
        begin(1, 1, 1, 1);
    }

    @Override
    public void close() {
        module.close();
    }

    /** An array cut along its first dimension. */
    private static float[][] rows(PtNDArray array) {
        float[] flat = array.toFloatArray();
        int count = (int) array.getShape().get(0);
        var rows = new float[count][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * (flat.length / count), (i + 1) * (flat.length / count)));
        return rows;
    }

    private static PtNDArray ints(PtNDManager scope, int[] numbers) {
        return (PtNDArray) scope.create(Arrays.stream(numbers).asLongStream().toArray());
    }

    private static PtNDArray matrix(PtNDManager scope, int[][] numbers) {
        return (PtNDArray) scope.create(
                Arrays.stream(numbers)
                        .flatMapToInt(Arrays::stream)
                        .asLongStream()
                        .toArray(),
                new Shape(numbers.length, numbers[0].length));
    }

    private static String text(String part) {
        try (InputStream in = Decoder.class.getResourceAsStream(part)) {
            if (in == null) {
                throw new IllegalStateException(part + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
