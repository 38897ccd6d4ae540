package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Engine;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.ExpectedAnswer.Finding;
import dev.metajudge.backend.LayerLogits;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Scorer;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.train.Evaluation;
import dev.metajudge.train.PreferenceExample;
import dev.metajudge.train.Rewards;
import dev.metajudge.train.TrainSettings;
import dev.metajudge.train.TrainingOutcome;
import dev.metajudge.train.TrainingStep;
import dev.metajudge.train.TrainingWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * A small real engine: its texts are a function of the request, its seed and the whole batch, its adapters are files,
 * and its training resumes from the last checkpoint. It counts what it is asked and can be stopped anywhere.
 */
final class ScriptedEngine implements Engine {
    /** Writes one sample of a request; {@code random} depends on the request's seed, the sample, model and batch. */
    interface Script {
        String text(Request request, int sample, SplittableRandom random);
    }

    /** Thrown where a test wants the run to be stopped. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Told before each thing that the engine does; throws to stop it. */
    interface Watch {
        void about(String what);
    }

    /** Models on servers, by the digests that these tell; empty for one that is none. */
    interface Served {
        Optional<String> digest(Checkpoint checkpoint);
    }

    private final Script script;
    private final Watch watch;
    private final Served served;
    final Map<String, Integer> requests = new TreeMap<>();
    final List<PreferenceExample> trained = new ArrayList<>();
    final List<Checkpoint> sampledWith = new ArrayList<>();
    private int open;

    ScriptedEngine(Script script, Watch watch) {
        this(script, watch, checkpoint -> Optional.empty());
    }

    ScriptedEngine(Script script, Watch watch, Served served) {
        this.script = script;
        this.watch = watch;
        this.served = served;
    }

    @Override
    public String digest(Checkpoint checkpoint) {
        return served.digest(checkpoint).orElseGet(() -> ofWeights(checkpoint));
    }

    private static String ofWeights(Checkpoint checkpoint) {
        var text = new StringBuilder(checkpoint.source());
        for (var adapter : checkpoint.adapters()) {
            try {
                text.append('|').append(Files.readString(adapter.resolve("adapter.txt")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Seeds.digest(text.toString());
    }

    @Override
    public Optional<String> server(Checkpoint checkpoint) {
        return served.digest(checkpoint).map(digest -> "scripted 1");
    }

    @Override
    public Scorer scorer(Checkpoint checkpoint) {
        throw new UnsupportedOperationException("it scores nothing");
    }

    @Override
    public Sampler sampler(Checkpoint checkpoint) {
        if (open++ > 0) {
            throw new IllegalStateException("two samplers at once");
        }
        sampledWith.add(checkpoint);
        var model = digest(checkpoint);
        return new Sampler() {
            @Override
            public List<List<Completion>> sample(List<Request> batch, LongConsumer tokens) {
                return answer(model, batch, tokens);
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    private List<List<Completion>> answer(String model, List<Request> batch, LongConsumer tokens) {
        // The whole batch decides each text, so that a batch made up otherwise after a resume would be seen.
        var mixed = Seeds.of(0, model, batch.stream().map(Request::id).toList().toString());
        List<List<Completion>> all = new ArrayList<>();
        for (var request : batch) {
            watch.about("sample " + request.id());
            requests.merge(request.id(), 1, Integer::sum);
            var samples = IntStream.range(0, request.samples())
                    .mapToObj(sample -> completion(request, sample, mixed))
                    .toList();
            tokens.accept(samples.stream().mapToLong(c -> c.tokens().size()).sum());
            all.add(samples);
        }
        return all;
    }

    private Completion completion(Request request, int sample, long mixed) {
        var random = new SplittableRandom(request.seed() * 31 + sample + mixed);
        var text = script.text(request, sample, random);
        var tokens =
                text.codePoints().limit(request.sampling().maxTokens()).boxed().toList();
        var finish =
                tokens.size() == request.sampling().maxTokens() ? Completion.Finish.LENGTH : Completion.Finish.STOP;
        boolean forced = false;
        Optional<ExpectedAnswer.Distribution> distribution = Optional.empty();
        if (request.ending().isPresent()) {
            var ending = request.ending().get();
            var probabilities = layered(probabilities(ending.values().size(), random), ending.reading(), random);
            switch (ending.finder().find(text)) {
                case Finding.Found found -> distribution = Optional.of(probabilities);
                case Finding.Refused refused -> {}
                case Finding.Missing missing -> {
                    if (ending.force()) {
                        forced = true;
                        distribution = Optional.of(probabilities);
                        text += ending.lead()
                                + ending.values()
                                        .get(random.nextInt(ending.values().size()));
                    }
                }
            }
        }
        return new Completion(text, tokens, finish, -random.nextDouble() * 10, forced, distribution, 7);
    }

    /** Three layers besides the last, where they are asked for. */
    private static ExpectedAnswer.Distribution layered(
            ExpectedAnswer.Distribution last, Optional<Reading> reading, SplittableRandom random) {
        return new ExpectedAnswer.Distribution(last.probabilities(), last.mass(), reading.map(how -> {
            var rows = new double[4][];
            for (int layer = 0; layer < 3; layer++) {
                rows[layer] = last.probabilities().stream()
                        .mapToDouble(p -> 5 * random.nextDouble())
                        .toArray();
            }
            rows[3] = last.probabilities().stream().mapToDouble(Math::log).toArray();
            return LayerLogits.of(how, rows);
        }));
    }

    private static ExpectedAnswer.Distribution probabilities(int count, SplittableRandom random) {
        var weights = IntStream.range(0, count)
                .mapToObj(i -> random.nextDouble() + 0.01)
                .toList();
        double sum = weights.stream().mapToDouble(w -> w).sum();
        return new ExpectedAnswer.Distribution(
                weights.stream().map(w -> w / sum).toList(), 0.5);
    }

    @Override
    public TrainingOutcome train(
            Checkpoint start,
            List<PreferenceExample> pairs,
            TrainSettings settings,
            long seed,
            Path folder,
            TrainingWatch told) {
        if (open > 0) {
            throw new IllegalStateException("training while a sampler holds the model");
        }
        trained.addAll(pairs);
        var work = Seeds.digest(digest(start) + pairs + settings + seed);
        int steps = settings.data().epochs()
                * ((pairs.size() + settings.data().batch() - 1)
                        / settings.data().batch());
        // Held-out losses rise, so that the first look is the best and the second the last.
        int last = settings.earlyStopping().heldOut() > 0 ? Math.min(2, steps) : steps;
        try {
            var saved = folder.resolve("checkpoint.txt");
            List<String> stored = Files.exists(saved) ? Files.readAllLines(saved) : List.of("");
            int done = stored.getFirst().equals(work) ? Integer.parseInt(stored.getLast()) : 0;
            told.resumed(done);
            for (int i = 1; i <= last; i++) {
                watch.about("step " + i);
                told.step(step(work, i, steps, i <= done ? 0 : 1e-3 * i));
                if (settings.earlyStopping().heldOut() > 0) {
                    told.evaluated(
                            new Evaluation(i, i, i, step(work, i, steps, 0).rewards(), 5, 1e-3 * i));
                }
                if (i > done && i % settings.checkpointSteps() == 0) {
                    Files.writeString(saved, work + "\n" + i);
                }
            }
            watch.about("adapter");
            Files.writeString(folder.resolve("adapter.txt"), work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Optional<Evaluation> best = last < steps
                ? Optional.of(new Evaluation(1, 1, 1, step(work, 1, steps, 0).rewards(), 5, 0))
                : Optional.empty();
        return new TrainingOutcome(folder, Seeds.digest(work), last, fit(pairs), best);
    }

    private static TrainingStep step(String work, int step, int steps, double seconds) {
        double x = new SplittableRandom(Seeds.of(step, "step", work)).nextDouble();
        return new TrainingStep(
                step,
                steps,
                step,
                Math.log(2) - x / 10,
                new Rewards(x, -x, x, -x, -2 * x),
                x,
                1e-4,
                9,
                seconds,
                List.of());
    }

    @Override
    public void release() {}

    @Override
    public void close() {}

    private static TrainingOutcome.Fit fit(List<PreferenceExample> pairs) {
        return new TrainingOutcome.Fit(pairs.size(), 0, 0, List.of(), List.of());
    }
}
