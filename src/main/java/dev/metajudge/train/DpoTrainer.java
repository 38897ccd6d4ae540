package dev.metajudge.train;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterConfig;
import dev.metajudge.model.load.LoadedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Direct preference optimisation (arXiv 2305.18290, equation 7) of a LoRA adapter (arXiv 2106.09685) on all linear
 * layers: mean over pairs of -log sigmoid(beta (log p(chosen)/ref(chosen) - log p(rejected)/ref(rejected))). The
 * reference is the model that training starts from, adapters merged, and is computed once. The same start, pairs,
 * settings and seed give the same adapter, however often the process was killed.
 */
public final class DpoTrainer {
    private final LoadedModel model;
    private final TrainSettings settings;
    private final long seed;
    private final LoraLayout layout;

    /**
     * Prepares training.
     *
     * @param model where training starts, and the reference
     * @param seed decides the order of the pairs and the adapter's first weights
     */
    public DpoTrainer(LoadedModel model, TrainSettings settings, long seed) {
        this.model = model;
        this.settings = settings;
        this.seed = seed;
        layout = new LoraLayout(model.files().config(), settings.loraRank());
    }

    /**
     * Trains, going on from a checkpoint in the folder if it is of the same work; steps done before are told again.
     *
     * @param folder for checkpoints ("state.safetensors") and the result ("adapter")
     */
    public TrainingOutcome train(List<PreferenceExample> examples, Path folder, Consumer<TrainingStep> told) {
        var kept = new ArrayList<PairTokens>();
        var leftOut = new ArrayList<String>();
        for (PreferenceExample example : examples) {
            PairTokens pair = PairTokens.of(example, model);
            if (pair.longest() > Math.min(settings.maxTokens(), model.context())) {
                leftOut.add(pair.id());
            } else {
                kept.add(pair);
            }
        }
        if (kept.isEmpty()) {
            throw UserError.input("none of the %d pairs fits in train.maxTokens = %d"
                    .formatted(examples.size(), settings.maxTokens()));
        }
        create(folder);
        DataOrder order = DataOrder.of(kept, settings, seed);
        TrainingState end = run(order, folder.resolve("state.safetensors"), told);
        var config = new AdapterConfig(
                model.checkpoint().source(), settings.loraRank(), settings.loraAlpha(), false, 0, LoraLayout.targets());
        Adapter adapter = Adapter.write(
                folder.resolve("adapter"), config, layout.pairs(end.policy().weights()));
        return new TrainingOutcome(
                folder.resolve("adapter"), adapter.digest(), end.steps().size(), leftOut);
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UserError(
                    Exit.INPUT,
                    "the folder %s for the adapter cannot be made: %s".formatted(folder, failed.getMessage()),
                    failed);
        }
    }

    private TrainingState run(DataOrder order, Path file, Consumer<TrainingStep> told) {
        String work = TrainingWork.digest(model.checkpoint(), order, settings, seed);
        TrainingState state = TrainingState.read(file, work).orElseGet(() -> start(work, order));
        state.steps().forEach(told);
        if (state.steps().size() == order.steps()) {
            return state;
        }
        var steps = new ArrayList<>(state.steps());
        double scale = settings.loraAlpha() / settings.loraRank();
        try (var policy = new LoraPolicy(model.decoder().module(), settings.loraRank(), scale, state.policy())) {
            while (steps.size() < order.steps()) {
                TrainingStep step = step(policy, order, state.reference(), steps.size() + 1);
                steps.add(step);
                boolean last = steps.size() == order.steps();
                if (last || steps.size() % settings.checkpointSteps() == 0) {
                    state = new TrainingState(work, policy.state(), state.reference(), steps);
                    state.write(file);
                }
                told.accept(step);
            }
        }
        return state;
    }

    private TrainingState start(String work, DataOrder order) {
        int pairs = order.packs().stream().mapToInt(pack -> pack.pairs().size()).sum();
        var reference = new float[2 * pairs];
        int at = 0;
        for (PackedPairs pack : order.packs()) {
            for (double sum : LoraPolicy.reference(model.decoder().module(), pack)) {
                reference[at++] = (float) sum;
            }
        }
        return new TrainingState(work, LoraPolicy.State.start(layout.initial(seed)), reference, List.of());
    }

    private TrainingStep step(LoraPolicy policy, DataOrder order, float[] references, int number) {
        long started = System.nanoTime();
        List<Integer> packs = order.step(number);
        int batch = packs.stream()
                .mapToInt(i -> order.packs().get(i).pairs().size())
                .sum();
        var figures = new StepFigures(settings.beta(), batch);
        for (int index : packs) {
            PackedPairs pack = order.packs().get(index);
            double[] reference = reference(order, references, index);
            LoraPolicy.Pass pass = policy.accumulate(pack, reference, settings.beta(), batch);
            if (!Double.isFinite(pass.loss())) {
                throw UserError.input(
                        "training went astray at step %d: the loss of the pairs %s is %s; a lower train.learningRate may help"
                                .formatted(number, pack.ids(), pass.loss()));
            }
            figures.add(pack, pass, reference);
        }
        double rate = LearningRate.of(settings, order.steps()).at(number);
        double norm = policy.update(number, rate, settings.weightDecay(), settings.clip());
        if (!Double.isFinite(norm)) {
            throw UserError.input("training went astray at step %d: the gradient's norm is %s; pairs %s"
                    .formatted(
                            number,
                            norm,
                            packs.stream().map(i -> order.packs().get(i).ids()).toList()));
        }
        double epoch = (double) number / order.stepsPerEpoch();
        return figures.step(number, order.steps(), epoch, norm, rate, (System.nanoTime() - started) / 1e9);
    }

    /** The part of all reference sums that belongs to one pack. */
    private static double[] reference(DataOrder order, float[] all, int index) {
        int before = order.packs().subList(0, index).stream()
                .mapToInt(pack -> 2 * pack.pairs().size())
                .sum();
        var part = new double[2 * order.packs().get(index).pairs().size()];
        Arrays.setAll(part, i -> all[before + i]);
        return part;
    }
}
