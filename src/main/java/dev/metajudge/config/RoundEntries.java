package dev.metajudge.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the entries under {@code rounds}. */
final class RoundEntries {
    /** What no round may change, and why. */
    static final Map<String, String> FIXED = fixed();

    private static final List<String> SECTIONS = List.of("prompts", "respond", "judge", "pairs", "metaJudge", "train");

    /** Stands in for the pool, which has no default. */
    private static final Node.Mapping ANY_POOL = new Node.Mapping(
            new Place("defaults.yaml", 0),
            Map.of("file", new Node.Scalar(new Place("defaults.yaml", 0), Node.Kind.TEXT, "any")));

    private final Problems problems;
    private final RecordReader reader;
    private final Node.Mapping defaults;

    /** @param defaults settings without a fault */
    RoundEntries(Problems problems, RecordReader reader, Node.Mapping defaults) {
        this.problems = problems;
        this.reader = reader;
        this.defaults = defaults.only(SECTIONS);
    }

    private static Map<String, String> fixed() {
        var fixed = new LinkedHashMap<String, String>();
        fixed.put("model", "a round begins with the model that the one before it made");
        fixed.put("backend", "a round begins with the model that the one before it made");
        fixed.put("url", "a round begins with the model that the one before it made");
        fixed.put("server", "servers are called alike in all rounds");
        fixed.put("serve", "what rounds make runs in one place");
        fixed.put("precision", "one engine runs all rounds");
        fixed.put("chatFormat", "one engine runs all rounds");
        fixed.put("seed", "every random choice of the run comes from it");
        fixed.put("rounds", "a round has no rounds");
        fixed.put("roundCount", "a round has no rounds");
        fixed.put("evaluate", "else the rounds' models could not be compared");
        fixed.put("failOn", "its limits are for each round alike");
        fixed.put("prompts.file", "no prompt is used twice before the pool is spent");
        fixed.put("prompts.generate.template", "prompts of all rounds join one pool");
        fixed.put("prompts.generate.seeds", "prompts of all rounds join one pool");
        fixed.put("judge.model", "rewards by unlike judges could not be compared");
        fixed.put("judge.template", "rewards under unlike rubrics could not be compared");
        fixed.put("judge.reward", "rewards of unlike kinds could not be compared");
        fixed.put("judge.reading", "rewards of unlike kinds could not be compared");
        fixed.put("judge.weights", "rewards of unlike kinds could not be compared");
        fixed.put("judge.calibration", "rewards of unlike kinds could not be compared");
        fixed.put("metaJudge.model", "verdicts by unlike judges could not be compared");
        fixed.put("train.model", "every round goes on from the weights that the one before it made");
        fixed.put("metaJudge.template", "verdicts under unlike rules could not be compared");
        return fixed;
    }

    /**
     * The entries' settings.
     *
     * @return empty when there was a problem, here or before
     */
    Optional<List<RoundSettings>> read(RecipeLayers layers) {
        List<Node.Mapping> checked = new ArrayList<>();
        for (var entry : layers.entries()) {
            checked.add(checked(entry, "rounds." + (checked.size() + 1)));
        }
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        List<RoundSettings> rounds = new ArrayList<>();
        for (var entry : checked) {
            var settings = layers.round(entry).only(SECTIONS);
            reader.read(RoundSettings.class, settings, defaults, "rounds." + (rounds.size() + 1) + ".")
                    .ifPresent(rounds::add);
        }
        return problems.isEmpty() ? Optional.of(rounds) : Optional.empty();
    }

    /** An entry without what it must not have; its own faults are told, laid over faultless settings. */
    private Node.Mapping checked(Node entry, String name) {
        if (!(entry instanceof Node.Mapping written)) {
            // An entry that says nothing is a round like every other.
            if (!(entry instanceof Node.Scalar scalar && scalar.text().isEmpty())) {
                problems.add(
                        entry.place(),
                        name + " needs a block of settings such as {pairs: {lengthTier: 0.32}}, not "
                                + entry.described());
            }
            return new Node.Mapping(entry.place(), Map.of());
        }
        var rest = written;
        for (var fixed : FIXED.entrySet()) {
            rest = without(
                    rest,
                    List.of(fixed.getKey().split("\\.")),
                    found -> problems.add(
                            found.place(),
                            name + "." + fixed.getKey() + ": no round can change this, " + fixed.getValue() + "; set "
                                    + fixed.getKey() + " outside rounds"));
        }
        var named = new Node.Mapping(rest.place(), Map.of("prompts", ANY_POOL));
        reader.read(RoundSettings.class, defaults.overlaid(named).overlaid(rest), defaults, name + ".");
        return rest;
    }

    private static Node.Mapping without(Node.Mapping entry, List<String> path, Consumer<Node> found) {
        var head = path.getFirst();
        var there = entry.entries().get(head);
        if (there != null && path.size() == 1) {
            found.accept(there);
            return entry.without(List.of(head));
        }
        return there instanceof Node.Mapping block
                ? entry.with(head, without(block, path.subList(1, path.size()), found))
                : entry;
    }
}
