package dev.metajudge.cli;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Engine;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Scorer;
import dev.metajudge.model.Checkpoint;
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
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * An engine without a model: says something that depends on the seed, scores and chooses by it, and "trains" by writing
 * an empty adapter.
 *
 * @param pause what is done before each batch
 */
record ParrotEngine(Runnable pause) implements Engine {
    @Override
    public String digest(Checkpoint checkpoint) {
        return "%064x".formatted(checkpoint.adapters().size());
    }

    @Override
    public Optional<String> server(Checkpoint checkpoint) {
        return Optional.empty();
    }

    @Override
    public Scorer scorer(Checkpoint checkpoint) {
        throw new UnsupportedOperationException("it scores nothing");
    }

    @Override
    public Sampler sampler(Checkpoint checkpoint) {
        return new Sampler() {
            @Override
            public List<List<Completion>> sample(List<Request> batch, LongConsumer tokens) {
                pause.run();
                tokens.accept(10L * batch.size());
                return batch.stream().map(ParrotEngine::completions).toList();
            }

            @Override
            public void close() {}
        };
    }

    private static List<Completion> completions(Request request) {
        return IntStream.range(0, request.samples())
                .mapToObj(sample -> new Completion(
                        text(request, Math.floorMod(request.seed() * 31 + sample * 7L, 1_000_003)),
                        List.of(1, 2, 3),
                        Completion.Finish.STOP,
                        -1.5,
                        false,
                        request.ending().map(ParrotEngine::even),
                        12))
                .toList();
    }

    private static String text(Request request, long number) {
        return request.ending()
                .map(ending -> "Because of " + number + "." + (ending.lead().startsWith("\n") ? "" : "\n")
                        + ending.lead()
                        + ending.values().get((int) (number % ending.values().size())))
                .orElseGet(() -> "answer ".repeat(1 + (int) (number % 9)) + number);
    }

    private static ExpectedAnswer.Distribution even(ExpectedAnswer ending) {
        int n = ending.values().size();
        return new ExpectedAnswer.Distribution(java.util.Collections.nCopies(n, 1.0 / n), 0.9);
    }

    @Override
    public TrainingOutcome train(
            Checkpoint start,
            List<PreferenceExample> pairs,
            TrainSettings settings,
            long seed,
            Path folder,
            TrainingWatch watch) {
        pause.run();
        for (int i = 1; i <= 2; i++) {
            watch.step(new TrainingStep(
                    i, 2, i / 2.0, 0.6931 / i, new Rewards(0.1, 0, 0.75, -9, -9), 1, 1e-4, 500, 0.1, List.of()));
        }
        try {
            var adapter = Files.createDirectories(folder.resolve("adapter"));
            return new TrainingOutcome(adapter, "%064x".formatted(7), 2, fit(pairs), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void release() {}

    @Override
    public void close() {}

    private static TrainingOutcome.Fit fit(List<PreferenceExample> pairs) {
        return new TrainingOutcome.Fit(pairs.size(), 0, 0, List.of(), List.of());
    }
}
