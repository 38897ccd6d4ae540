package dev.metajudge.train;

import dev.metajudge.UserError;
import dev.metajudge.model.load.LoadedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The steps of one training run, from a checkpoint or from the start.
 *
 * @param model where training starts
 * @param objective what is made smaller
 * @param order which examples make which step
 * @param <L> the kind of examples
 */
record Course<L extends Lesson>(LoadedModel model, TrainSettings settings, Objective<L> objective, DataOrder<L> order) {
    /**
     * Does the steps that are missing; those done before are told again.
     *
     * @param initial the adapter's first numbers
     * @param file of the checkpoints
     */
    TrainingState run(float[] initial, long seed, Path file, Consumer<TrainingStep> told) {
        String work = TrainingWork.digest(model.checkpoint(), order, objective.name(), settings, seed);
        TrainingState state = TrainingState.read(file, work)
                .orElseGet(() -> new TrainingState(work, LoraPolicy.State.start(initial), references(), List.of()));
        state.steps().forEach(told);
        if (state.steps().size() == order.steps()) {
            return state;
        }
        var steps = new ArrayList<>(state.steps());
        LoraSettings lora = settings.lora();
        double scale = lora.alpha() / lora.rank();
        try (var policy = new LoraPolicy(model.decoder().module(), lora.rank(), scale, state.policy())) {
            while (steps.size() < order.steps()) {
                TrainingStep step = step(policy, state.reference(), steps.size() + 1);
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

    /** The reference's numbers, pack by pack. */
    private float[] references() {
        var all = new ArrayList<Float>();
        for (List<L> pack : order.packs()) {
            for (double number : objective.reference(model.decoder().module(), pack)) {
                all.add((float) number);
            }
        }
        var numbers = new float[all.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = all.get(i);
        }
        return numbers;
    }

    private TrainingStep step(LoraPolicy policy, float[] references, int number) {
        long started = System.nanoTime();
        List<Integer> packs = order.step(number);
        List<L> lessons = packs.stream()
                .flatMap(index -> order.packs().get(index).stream())
                .toList();
        var share = new Objective.Share(
                lessons.size(), lessons.stream().mapToLong(Lesson::learned).sum());
        double loss = 0;
        var rewards = Rewards.NONE;
        for (int index : packs) {
            List<L> pack = order.packs().get(index);
            Objective.Pass pass = objective.pass(policy, pack, reference(references, index), share);
            require(pass.loss(), "loss", number, pack);
            loss += pass.loss();
            rewards = rewards.plus(pass.rewards());
        }
        double rate = LearningRate.of(settings.optimizer(), order.steps()).at(number);
        double norm = policy.update(
                number,
                rate,
                settings.optimizer().weightDecay(),
                settings.optimizer().clip());
        require(norm, "gradient's norm", number, lessons);
        return new TrainingStep(
                number,
                order.steps(),
                (double) number / order.stepsPerEpoch(),
                loss,
                rewards.over(lessons.size()),
                norm,
                rate,
                lessons.stream().mapToLong(Lesson::size).sum(),
                (System.nanoTime() - started) / 1e9);
    }

    private static void require(double figure, String name, int number, List<? extends Lesson> lessons) {
        if (!Double.isFinite(figure)) {
            throw UserError.input("training went astray at step %d: the %s of %s is %s; a lower learningRate may help"
                    .formatted(number, name, lessons.stream().map(Lesson::id).toList(), figure));
        }
    }

    /** The part of all reference numbers that belongs to one pack; each lesson has as many. */
    private double[] reference(float[] all, int index) {
        int lessons = order.packs().stream().mapToInt(List::size).sum();
        int each = all.length / lessons;
        int before =
                order.packs().subList(0, index).stream().mapToInt(List::size).sum();
        var part = new double[each * order.packs().get(index).size()];
        for (int i = 0; i < part.length; i++) {
            part[i] = all[each * before + i];
        }
        return part;
    }
}
