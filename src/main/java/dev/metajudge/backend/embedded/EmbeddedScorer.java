package dev.metajudge.backend.embedded;

import dev.metajudge.backend.Input;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.ScoreRequest;
import dev.metajudge.backend.Scored;
import dev.metajudge.backend.Scorer;
import dev.metajudge.model.engine.Lens;
import dev.metajudge.model.engine.PackedPrompts;
import dev.metajudge.model.engine.Readout;
import dev.metajudge.model.load.LoadedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads scores from a model in this process: prompts packed without padding, what they begin with computed once a
 * pack, all layers read at the score position alone.
 */
public final class EmbeddedScorer implements Scorer {
    /** Tokens computed in one pass; more brings nothing, and the memory for a layer's output grows with it. */
    private static final int MOST_TOKENS = 4096;

    private final LoadedModel model;
    private final ScorePlace.Finder places;

    public EmbeddedScorer(LoadedModel model) {
        this.model = model;
        places = new ScorePlace.Finder(model);
    }

    @Override
    public List<Scored> score(List<ScoreRequest> batch) {
        List<ScorePlace> found = batch.stream().map(places::find).toList();
        var results = new Scored[found.size()];
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            ScorePlace place = found.get(i);
            int tokens = place.prompt().length;
            if (tokens + place.tree().branches().longest() > model.context()) {
                results[i] = new Scored.TooLong(tokens, model.context());
            } else {
                items.add(new Item(i, place, batch.get(i).reading()));
            }
        }
        for (List<Item> pack : packs(items)) {
            read(pack, results);
        }
        return List.of(results);
    }

    @Override
    public Optional<Scored.TooLong> tooLong(Input prompt, int more) {
        int tokens = new InputTokens(model).of(prompt).length + more;
        return tokens > model.context() ? Optional.of(new Scored.TooLong(tokens, model.context())) : Optional.empty();
    }

    /**
     * A request that is read.
     *
     * @param at its place in the batch
     */
    private record Item(int at, ScorePlace place, Optional<Reading> reading) {}

    private void read(List<Item> pack, Scored[] results) {
        List<ValueTree> trees = pack.stream().map(item -> item.place().tree()).toList();
        Lens lens = ValueTree.lens(pack.getFirst().reading(), trees, model.tokenizer());
        Readout[] read = model.decoder()
                .survey(
                        PackedPrompts.of(pack.stream()
                                .map(item -> new PackedPrompts.Prompt(
                                        item.place().prompt(),
                                        item.place().tree().branches()))
                                .toList()),
                        trees.stream().map(ValueTree::branches).toList(),
                        trees.stream().map(ValueTree::options).toList(),
                        lens);
        for (int i = 0; i < read.length; i++) {
            Item item = pack.get(i);
            var distribution = item.place().tree().distribution(read[i], item.reading());
            results[item.at()] = new Scored.Read(distribution, item.place().prompt().length);
        }
    }

    /** Neighbours in the order of their tokens, with the same reading, on the same side of the rope's switch. */
    private List<List<Item>> packs(List<Item> items) {
        var packs = new ArrayList<List<Item>>();
        var open = new ArrayList<Item>();
        int tokens = 0;
        for (Item item : items.stream()
                .sorted(Comparator.comparing((Item item) -> item.reading().toString())
                        .thenComparing(this::beyondSwitch)
                        .thenComparing(item -> item.place().prompt(), PackedPrompts.order()))
                .toList()) {
            int[] prompt = item.place().prompt();
            int branches = item.place().tree().branches().size();
            int more = branches + prompt.length;
            if (!open.isEmpty()) {
                int shared = PackedPrompts.common(open.getLast().place().prompt(), prompt);
                if (tokens + more - shared > MOST_TOKENS || !alike(open.getLast(), item)) {
                    packs.add(List.copyOf(open));
                    open.clear();
                    tokens = 0;
                } else {
                    more -= shared;
                }
            }
            tokens += more;
            open.add(item);
        }
        if (!open.isEmpty()) {
            packs.add(List.copyOf(open));
        }
        return packs;
    }

    private boolean alike(Item a, Item b) {
        return a.reading().equals(b.reading()) && beyondSwitch(a) == beyondSwitch(b);
    }

    private boolean beyondSwitch(Item item) {
        int limit = model.files().config().ropeSwitch();
        return limit > 0 && item.place().prompt().length > limit;
    }
}
