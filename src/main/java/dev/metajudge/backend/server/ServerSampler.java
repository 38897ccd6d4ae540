package dev.metajudge.backend.server;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.ExpectedAnswer.Distribution;
import dev.metajudge.backend.ExpectedAnswer.Finding;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;

/**
 * Samples from a model on a server, a call a sample with a seed of its own. Where an answer is expected, its
 * distribution is read by asking what comes next in the text up to the value; a missing one is forced the same way.
 *
 * <p>Servers compute many calls together, and what stands beside a call can change its last bits: the same seed need
 * not give the same text again, unlike in this process.
 */
final class ServerSampler implements Sampler {
    private final Server server;
    private final Calls calls;
    private final Values values;

    ServerSampler(Server server, Calls calls) {
        this.server = server;
        this.calls = calls;
        this.values = new Values(server);
    }

    @Override
    public List<List<Completion>> sample(List<Request> batch, LongConsumer tokens) {
        boolean goesOn = batch.stream().anyMatch(request -> request.ending().isPresent()) && server.goesOn();
        List<Callable<Completion>> all = new ArrayList<>();
        for (Request request : batch) {
            for (int sample = 0; sample < request.samples(); sample++) {
                int number = sample;
                all.add(() -> complete(request, number, goesOn));
            }
        }
        var completions = calls.all(all, completion -> tokens.accept(completion.written()));
        List<List<Completion>> results = new ArrayList<>(batch.size());
        int next = 0;
        for (Request request : batch) {
            results.add(List.copyOf(completions.subList(next, next += request.samples())));
        }
        return results;
    }

    private Completion complete(Request request, int sample, boolean goesOn) {
        // Scrambled twice: neighbouring seeds of SplittableRandom give streams that overlap.
        var random =
                new SplittableRandom(new SplittableRandom(request.seed() ^ sample * 0xD1342543DE82EF95L).nextLong());
        boolean top = request.ending().isPresent() && !goesOn;
        var ask = new Ask(request.sampling(), random.nextInt(Integer.MAX_VALUE), top ? Ask.MOST : 0);
        try {
            var reply = server.answer(request.prompt(), ask);
            return request.ending().isEmpty()
                    ? completion(reply, reply.text(), false, Optional.empty())
                    : ended(request, reply, goesOn, random);
        } catch (Refused refused) {
            if (refused.tooLong()) {
                return new Completion("", List.of(), Completion.Finish.LENGTH, 0, false, Optional.empty(), 0);
            }
            throw refused.told();
        }
    }

    private Completion ended(Request request, Reply reply, boolean goesOn, SplittableRandom random) {
        ExpectedAnswer ending = request.ending().orElseThrow();
        var text = reply.text();
        return switch (ending.finder().find(text)) {
            case Finding.Found found ->
                completion(
                        reply,
                        text,
                        false,
                        goesOn
                                ? next(request, text.substring(0, found.value()), ending)
                                : Values.written(reply, found.value(), ending.values()));
            case Finding.Missing missing -> forced(request, reply, random.nextDouble());
            case Finding.Refused refused -> completion(reply, text, false, Optional.empty());
        };
    }

    /** A prompt and an answer that fill the context leave no place for a value. */
    private Optional<Distribution> next(Request request, String written, ExpectedAnswer ending) {
        try {
            return values.distribution(request.prompt(), written, ending.lead().stripLeading(), ending.values());
        } catch (Refused refused) {
            if (refused.tooLong()) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private Completion forced(Request request, Reply reply, double uniform) {
        ExpectedAnswer ending = request.ending().orElseThrow();
        var distribution =
                ending.force() ? next(request, reply.text() + ending.lead(), ending) : Optional.<Distribution>empty();
        if (distribution.isEmpty()) {
            return completion(reply, reply.text(), false, distribution);
        }
        int value = distribution.get().draw(request.sampling().temperature(), uniform);
        return completion(reply, reply.text() + ending.lead() + ending.values().get(value), true, distribution);
    }

    private static Completion completion(
            Reply reply, String text, boolean forced, Optional<Distribution> distribution) {
        return new Completion(
                text,
                List.of(),
                reply.written(),
                reply.cut() ? Completion.Finish.LENGTH : Completion.Finish.STOP,
                reply.tokens()
                        .map(tokens ->
                                tokens.stream().mapToDouble(Token::logprob).sum()),
                forced,
                distribution,
                reply.promptTokens());
    }

    /** The engine closes what it opened. */
    @Override
    public void close() {}
}
