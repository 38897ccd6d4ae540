package dev.metajudge.backend.embedded;

import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.model.engine.Choice;
import dev.metajudge.model.engine.Generator;
import dev.metajudge.model.engine.Row;
import dev.metajudge.model.load.LoadedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Samples from a model in this process, as many rows at once as memory and speed allow. */
public final class EmbeddedSampler implements Sampler {
    private final LoadedModel model;
    private final Portions portions;

    public EmbeddedSampler(LoadedModel model) {
        this.model = model;
        portions = new Portions(model.files().config(), model.decoder().precision(), model.context());
    }

    @Override
    public List<List<Completion>> sample(List<Request> batch, LongConsumer tokens) {
        List<Prompted> prompts = batch.stream()
                .map(request -> new Prompted(request, prompt(request)))
                .toList();
        List<Prompted> fitting = prompts.stream().filter(this::fits).toList();
        var completions = new ArrayList<List<Completion>>(fitting.size());
        for (List<Prompted> portion : portions.of(fitting)) {
            completions.addAll(run(portion, tokens, row -> {}));
        }
        model.decoder().end();
        var next = completions.iterator();
        return prompts.stream()
                .map(prompted -> fits(prompted) ? next.next() : nothing(prompted))
                .toList();
    }

    /**
     * One completion, its text told in pieces while it is written.
     *
     * @param request of one sample
     * @param written told each further piece; all pieces together are the completion's text
     */
    public Completion stream(Request request, Consumer<String> written) {
        var prompted = new Prompted(request, prompt(request));
        if (!fits(prompted)) {
            return nothing(prompted).getFirst();
        }
        var told = new TextPieces(request.sampling().stop(), model.tokenizer(), written);
        var completion = run(List.of(prompted), tokens -> {}, told).getFirst().getFirst();
        model.decoder().end();
        told.rest(completion.text());
        return completion;
    }

    /** Whether there is room for a token after the prompt. */
    private boolean fits(Prompted prompted) {
        return prompted.prompt().length < model.context();
    }

    private static List<Completion> nothing(Prompted prompted) {
        var none = new Completion(
                "", List.of(), Completion.Finish.LENGTH, 0, false, Optional.empty(), prompted.prompt().length);
        return Collections.nCopies(prompted.request().samples(), none);
    }

    /**
     * A request and its prompt's tokens.
     *
     * @param prompt token ids, one or more
     */
    record Prompted(Request request, int[] prompt) {}

    private List<List<Completion>> run(List<Prompted> portion, LongConsumer tokens, Consumer<Row> watcher) {
        Sampling sampling = portion.getFirst().request().sampling();
        int longest = portion.stream().mapToInt(p -> p.prompt().length).max().orElseThrow();
        var stops = new StopTexts(sampling.stop(), model.tokenizer());
        var limits = new Generator.Limits(
                new Choice(sampling.temperature(), sampling.topK(), sampling.topP(), sampling.minP()),
                Math.min(sampling.maxTokens(), model.context() - longest),
                model.stopTokens(),
                row -> {
                    watcher.accept(row);
                    return stops.ends(row);
                });
        var generator = new Generator(
                model.decoder(),
                limits,
                portion.stream()
                        .map(p -> new Generator.Job(
                                p.prompt(), p.request().samples(), p.request().seed()))
                        .toList());
        generator.prefill();
        List<Row> rows = generator.run(tokens);
        List<Completion> completions =
                new Answers(model, generator).complete(rows, portion, texts(rows, sampling.stop()));
        var results = new ArrayList<List<Completion>>(portion.size());
        int next = 0;
        for (Prompted prompted : portion) {
            int end = next + prompted.request().samples();
            results.add(List.copyOf(completions.subList(next, end)));
            next = end;
        }
        return results;
    }

    private List<String> texts(List<Row> rows, List<String> stops) {
        var cut = new StopTexts(stops, model.tokenizer());
        return rows.stream()
                .map(row -> cut.before(model.tokenizer().decode(row.tokens(), false)))
                .toList();
    }

    private int[] prompt(Request request) {
        int[] ids = new InputTokens(model).of(request.prompt());
        if (ids.length == 0) {
            throw UserError.input("request %s: its prompt is empty".formatted(request.id()));
        }
        return ids;
    }

    /** The model belongs to the engine, which closes it. */
    @Override
    public void close() {}
}
