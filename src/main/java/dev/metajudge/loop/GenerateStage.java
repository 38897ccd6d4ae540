package dev.metajudge.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.config.Generate;
import dev.metajudge.prompt.GeneratedPrompt;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.PromptFilter;
import dev.metajudge.prompt.PromptFilter.Finding;
import dev.metajudge.store.GeneratedPromptRow;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.StageBatchRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes new prompts for the pool, until as many are found as the round wants, or so many requests were made as it
 * allows. How many batches that takes is not known before, but what a batch asks depends on the rows of those before it
 * alone: a batch that was lost is made again as it was.
 *
 * <p>Where we differ from arXiv 2401.10020: a text gives one prompt; held-out prompts are no examples, but no new prompt
 * may be much like one of them either.
 */
final class GenerateStage {
    private static final String SURPLUS = "surplus";
    private static final JsonMapper JSON = new JsonMapper();

    private final Round round;
    private final Generate settings;
    private final GenerateRole role;
    private final List<PoolPrompt> seeds;
    private final List<PoolPrompt> written = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final PromptFilter filter;
    private int place;

    /** @param round with the author as its model */
    private GenerateStage(Round round, GenerateRole role) {
        this.round = round;
        this.role = role;
        settings = round.settings().prompts().generate();
        filter = new PromptFilter(new PromptFilter.Limits(
                settings.minWords(), settings.maxWords(), settings.keywords(), settings.similarity()));
        var pool = round.work().pool().stream().map(GenerateStage::prompt).toList();
        pool.forEach(this::know);
        role.seeds().forEach(seed -> filter.know(seed.id(), seed.text()));
        var heldOut = round.store().evaluation().heldOut().stream()
                .map(PromptRow::text)
                .collect(Collectors.toSet());
        round.work().generatedPrompts().forEach(row -> join(prompt(row)));
        seeds = role.seeds().isEmpty()
                ? others(pool)
                : role.seeds().stream()
                        .filter(seed -> !heldOut.contains(seed.text()))
                        .toList();
        if (seeds.isEmpty()) {
            throw UserError.input("prompts.generate.seeds: every seed is held out for evaluation; name other seeds");
        }
    }

    /** Does what is missing; nothing in a round that wants none. */
    static void run(Round round) {
        var settings = round.settings().prompts().generate();
        if (!settings.on()) {
            return;
        }
        var role = round.run().generate().orElseThrow();
        switch (settings.by()) {
            case ROUND -> new GenerateStage(round, role).run();
            case BASE -> {
                var base = Models.made(round.store(), 0).orElseThrow();
                var by = Round.by(round.run(), round.number(), base);
                try {
                    new GenerateStage(by, role).run();
                } finally {
                    by.release();
                }
            }
        }
    }

    private static PoolPrompt prompt(PromptRow row) {
        return new PoolPrompt(row.id(), row.text());
    }

    private void know(PoolPrompt prompt) {
        filter.know(prompt.id(), prompt.text());
        ids.add(prompt.id());
        place++;
    }

    private void join(PoolPrompt prompt) {
        know(prompt);
        written.add(prompt);
    }

    /** The pool without the held-out prompts. */
    private List<PoolPrompt> others(List<PoolPrompt> pool) {
        var others = Set.copyOf(round.store().evaluation().trainable());
        return pool.stream().filter(prompt -> others.contains(prompt.id())).toList();
    }

    private void run() {
        List<String> outcomes = new ArrayList<>(round.work().generated(round.number()));
        int kept = kept(outcomes);
        Batches.begin(round, Stage.GENERATE, settings.perRound(), kept);
        while (kept < settings.perRound() && outcomes.size() < settings.mostRequests()) {
            int size = (int) Math.min(settings.batch(), settings.mostRequests() - outcomes.size());
            long start = System.nanoTime();
            var made = batch(outcomes.size() + 1, size, settings.perRound() - kept);
            double seconds = (System.nanoTime() - start) / 1e9;
            var fresh = made.stream()
                    .map(Made::row)
                    .map(GeneratedPromptRow::outcome)
                    .toList();
            var batch = new StageBatchRow(
                    round.number(),
                    Stage.GENERATE.label(),
                    outcomes.size() / settings.batch() + 1,
                    kept(fresh),
                    made.stream().mapToLong(text -> text.row().tokens()).sum(),
                    seconds);
            round.store().write(writer -> {
                writer.insert(
                        made.stream().flatMap(text -> text.prompt().stream()).toList());
                writer.insert(made.stream().map(Made::row).toList());
                writer.insert(batch);
            });
            outcomes.addAll(fresh);
            kept += kept(fresh);
            round.progress().advanced(kept(fresh), 0);
        }
        round.progress().ended();
        if (kept < settings.perRound()) {
            tellShort(kept, outcomes);
        }
    }

    private static int kept(List<String> outcomes) {
        return (int) outcomes.stream().filter(Finding.KEPT::equals).count();
    }

    /** A text, and the prompt that it became. */
    private record Made(GeneratedPromptRow row, Optional<PromptRow> prompt) {}

    private List<Made> batch(int first, int size, int wanted) {
        var examples = IntStream.range(first, first + size)
                .mapToObj(request -> GenerateRole.examples(seeds, written, seed(request)))
                .toList();
        var requests = IntStream.range(0, size)
                .mapToObj(i -> request(first + i, examples.get(i)))
                .toList();
        var completions = round.sample(requests);
        List<Made> made = new ArrayList<>();
        int left = wanted;
        for (int i = 0; i < size; i++) {
            var text = text(first + i, examples.get(i), completions.get(i).getFirst(), left);
            left -= text.prompt().isPresent() ? 1 : 0;
            made.add(text);
        }
        return made;
    }

    private long seed(int request) {
        return round.run().seed("generate", Ids.generated(round.number(), request));
    }

    private Request request(int request, List<PoolPrompt> examples) {
        return new Request(
                Ids.generated(round.number(), request),
                new Input.Chat(role.prompt(examples)),
                1,
                settings.sampling(),
                seed(request),
                Optional.empty());
    }

    private Made text(int request, List<PoolPrompt> examples, Completion completion, int wanted) {
        boolean cut = completion.finish() == Completion.Finish.LENGTH;
        Finding finding;
        Optional<PoolPrompt> prompt = Optional.empty();
        switch (GeneratedPrompt.read(completion.text(), examples.size() + 1, cut)) {
            case GeneratedPrompt.Refused(GeneratedPrompt.Reason reason) -> finding = Finding.of(reason.label());
            case GeneratedPrompt.Usable(String text) -> {
                var found = filter.find(text);
                finding = found.kept() && wanted == 0 ? Finding.of(SURPLUS) : found;
                prompt = finding.kept() ? Optional.of(new PoolPrompt(id(request), text)) : prompt;
            }
        }
        prompt.ifPresent(this::join);
        var row = new GeneratedPromptRow(
                Ids.generated(round.number(), request),
                round.number(),
                request,
                round.model(),
                role.template().hash(),
                Settings.id(settings.sampling()),
                seed(request),
                json(examples.stream().map(PoolPrompt::id).toList()),
                completion.text(),
                completion.finish().label(),
                completion.written(),
                completion.promptTokens(),
                completion.logprob(),
                finding.outcome(),
                finding.nearest(),
                finding.similarity(),
                prompt.map(PoolPrompt::id));
        return new Made(row, prompt.map(kept -> new PromptRow(kept.id(), place, kept.text())));
    }

    /** A pool may have an id that looks like ours. */
    private String id(int request) {
        var id = Ids.newPrompt(round.number(), request);
        while (ids.contains(id)) {
            id += "+";
        }
        return id;
    }

    private static String json(List<String> ids) {
        try {
            return JSON.writeValueAsString(ids);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing ids as JSON", e);
        }
    }

    private void tellShort(int kept, List<String> outcomes) {
        var reasons = outcomes.stream()
                .filter(outcome -> !outcome.equals(Finding.KEPT))
                .collect(Collectors.groupingBy(outcome -> outcome, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining(", "));
        round.progress()
                .note("round " + round.number() + ": " + kept + " of " + settings.perRound()
                        + " new prompts were found in " + outcomes.size() + " requests, all that"
                        + " prompts.generate.attempts allows; left out: " + reasons
                        + " (see SELECT * FROM generated_prompt). The round goes on with those and the pool");
    }
}
