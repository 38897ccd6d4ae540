package dev.metajudge.train;

import dev.metajudge.FreeMemory;
import dev.metajudge.model.load.LoadedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The steps of one training run, from a checkpoint or from the start.
 *
 * @param model where training starts
 * @param parameters what is learned
 * @param objective what is made smaller
 * @param order which examples make which step
 * @param heldOut packs that training is watched with
 * @param <L> the kind of examples
 */
record Course<L extends Lesson>(
        LoadedModel model,
        Parameters parameters,
        TrainSettings settings,
        Objective<L> objective,
        DataOrder<L> order,
        List<List<L>> heldOut) {
    /**
     * Does the steps that are missing; those done before are told again.
     *
     * @param work tells this work from any other
     * @param file of the checkpoints; afterwards it has the end
     * @param references of the starting model
     */
    TrainingState run(String work, StateFile file, References references, TrainingWatch watch) {
        TrainingState state = file.read(work).orElse(TrainingState.start(work));
        watch.resumed(state.steps().size());
        if (ended(state)) {
            state.tell(watch);
            return state;
        }
        fits(watch);
        var packs = new ArrayList<>(order.packs());
        packs.addAll(heldOut);
        List<double[]> known = references.of(model.decoder().module(), objective, packs, watch);
        state.tell(watch);
        try (var policy = new Policy(model.decoder().module(), parameters, settings.activationCheckpointing())) {
            if (state.steps().isEmpty()) {
                policy.begin(order.seed());
            } else {
                file.restore(policy);
            }
            while (!ended(state)) {
                TrainingStep step = step(policy, known, state);
                boolean last = step.step() == order.steps();
                state = state.with(step);
                if (!heldOut.isEmpty()
                        && (last || step.step() % settings.earlyStopping().evalSteps() == 0)) {
                    state = state.with(look(policy, known, step));
                    if (state.looks().lastIsBest()) {
                        policy.keepBest();
                    }
                }
                if (ended(state) || step.step() % settings.checkpointSteps() == 0) {
                    file.write(state, policy);
                }
                state.tellLast(watch);
            }
        }
        return state;
    }

    /** Tells how much memory the steps will need, and refuses them where there is less. */
    private void fits(TrainingWatch watch) {
        TrainingMemory.Pass largest = order.packs().stream()
                .map(pack -> new TrainingMemory.Pass(
                        pack.stream().mapToLong(Lesson::size).sum(),
                        pack.stream().mapToInt(Lesson::longest).max().orElse(0)))
                .max(Comparator.comparingLong(TrainingMemory.Pass::tokens))
                .orElseThrow();
        var estimate = TrainingMemory.of(
                model.files().config(),
                model.decoder().precision(),
                settings,
                largest,
                parameters.size() * (heldOut.isEmpty() ? 4 : 5));
        watch.estimated(estimate.total());
        estimate.require(FreeMemory.bytes(), settings, largest);
    }

    private boolean ended(TrainingState state) {
        return state.steps().size() == order.steps()
                || state.looks().out(settings.earlyStopping().patience());
    }

    private TrainingStep step(Policy policy, List<double[]> references, TrainingState before) {
        long started = System.nanoTime();
        int number = before.steps().size() + 1;
        var explosion = new Explosion(settings.optimizer().explodingLoss());
        List<Integer> packs = order.step(number);
        List<L> lessons = packs.stream()
                .flatMap(index -> order.packs().get(index).stream())
                .toList();
        Objective.Share share = share(lessons);
        double loss = 0;
        var rewards = Rewards.NONE;
        for (int index : packs) {
            List<L> pack = order.packs().get(index);
            policy.seed(order.seed() + 0x9E3779B97F4A7C15L * number + index);
            Objective.Pass pass = objective.pass(policy, pack, references.get(index), share);
            explosion.number(pass.loss(), "loss", number, pack);
            loss += pass.loss();
            rewards = rewards.plus(pass.rewards());
        }
        explosion.loss(
                loss,
                before.steps().isEmpty() ? loss : before.steps().getFirst().loss(),
                number,
                lessons);
        OptimizerSettings optimizer = settings.optimizer();
        double rate = LearningRate.of(optimizer, order.steps()).at(number);
        double norm = policy.update(number, rate, optimizer.weightDecay(), optimizer.clip());
        explosion.number(norm, "gradient's norm", number, lessons);
        return new TrainingStep(
                number,
                order.steps(),
                (double) number / order.stepsPerEpoch(),
                loss,
                rewards.over(lessons.size()),
                norm,
                rate,
                tokens(lessons),
                (System.nanoTime() - started) / 1e9,
                lessons.stream().map(Lesson::id).toList());
    }

    private Evaluation look(Policy policy, List<double[]> references, TrainingStep after) {
        long started = System.nanoTime();
        List<L> lessons = heldOut.stream().flatMap(List::stream).toList();
        Objective.Share share = share(lessons);
        double loss = 0;
        var rewards = Rewards.NONE;
        for (int i = 0; i < heldOut.size(); i++) {
            Objective.Pass pass = objective.look(
                    policy, heldOut.get(i), references.get(order.packs().size() + i), share);
            new Explosion(0).number(pass.loss(), "held-out loss", after.step(), heldOut.get(i));
            loss += pass.loss();
            rewards = rewards.plus(pass.rewards());
        }
        return new Evaluation(
                after.step(),
                after.epoch(),
                loss,
                rewards.over(lessons.size()),
                tokens(lessons),
                (System.nanoTime() - started) / 1e9);
    }

    private Objective.Share share(List<L> lessons) {
        return new Objective.Share(
                lessons.size(), lessons.stream().mapToLong(Lesson::learned).sum());
    }

    private long tokens(List<L> lessons) {
        return lessons.stream().mapToLong(Lesson::tokens).sum();
    }
}
