package dev.metajudge.backend.embedded;

import dev.metajudge.backend.ExpectedAnswer.Distribution;
import dev.metajudge.backend.LayerLogits;
import dev.metajudge.backend.Reading;
import dev.metajudge.model.engine.Branches;
import dev.metajudge.model.engine.Lens;
import dev.metajudge.model.engine.Readout;
import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer's values as tokens, found by tokenising the whole answer with each value ("Score: 5" is {@code Score : Ġ 5}
 * to one tokenizer, {@code Score :  5} to another). Where one token does not tell the values apart ("1" and "10"), they
 * are a tree, and a value's probability is the product along its path; that of a value which others go on from is
 * multiplied by the probability that the number ends there.
 *
 * @param before the tokens that all values begin with
 * @param branches the tokens that a value may go on from
 * @param options the tokens asked about at each node
 * @param paths for each value, its steps
 */
record ValueTree(int[] before, Branches branches, int[] options, List<List<Step>> paths) {
    /**
     * One factor of a value's probability.
     *
     * @param node the node at which it is read
     * @param option which of the options comes there, -1 for the end of the value
     */
    record Step(int node, int option) {}

    /** The tree of values given as token ids; empty if they have no beginning in common, or two are the same. */
    static Optional<ValueTree> of(List<int[]> values) {
        int common = values.stream().mapToInt(ids -> ids.length - 1).min().orElseThrow();
        for (int[] ids : values) {
            int mismatch = Arrays.mismatch(ids, 0, common, values.getFirst(), 0, common);
            common = mismatch < 0 ? common : mismatch;
        }
        boolean alike = values.stream().map(Arrays::toString).distinct().count() < values.size();
        if (common < 1 || alike) {
            return Optional.empty();
        }
        int from = common;
        return Optional.of(new Growth()
                .grow(
                        Arrays.copyOf(values.getFirst(), common),
                        values.stream()
                                .map(ids -> Arrays.copyOfRange(ids, from, ids.length))
                                .toList()));
    }

    /** The token ids of a value after {@link #before}. */
    int[] tokens(int value) {
        return paths.get(value).stream()
                .filter(step -> step.option() >= 0)
                .mapToInt(step -> options[step.option()])
                .toArray();
    }

    /** What to read at the values' places: where the tree branches, what continues a number must be known. */
    static Lens lens(Optional<Reading> reading, List<ValueTree> trees, Tokenizer tokenizer) {
        boolean branched = trees.stream().anyMatch(tree -> tree.branches.size() > 0);
        int[] continuing = branched ? Numerals.of(tokenizer) : new int[0];
        return new Lens(
                reading.isPresent(), reading.filter(r -> r == Reading.RAW).isPresent(), continuing);
    }

    /** The distribution over the values, with the layers' logits if they were read. */
    Distribution distribution(Readout read, Optional<Reading> reading) {
        int last = read.layers() - 1;
        double[] p = Arrays.stream(logits(read, last))
                .map(logit -> Math.exp(branches.size() > 0 ? logit : logit - read.total(last, 0)))
                .toArray();
        double mass = Arrays.stream(p).sum();
        if (!(mass > 0)) {
            throw new IllegalStateException("the answer's values have no probability that is a number");
        }
        var layers = reading.map(how -> {
            var rows = new double[read.layers()][];
            Arrays.setAll(rows, layer -> logits(read, layer));
            return LayerLogits.of(how, rows);
        });
        return new Distribution(Arrays.stream(p).map(x -> x / mass).boxed().toList(), mass, layers);
    }

    /** One layer's logits where there is a single node, else the sums of log-probabilities along the paths. */
    private double[] logits(Readout read, int layer) {
        return paths.stream()
                .mapToDouble(path -> path.stream()
                        .mapToDouble(step -> branches.size() > 0
                                ? logit(read, layer, step) - read.total(layer, step.node())
                                : logit(read, layer, step))
                        .sum())
                .toArray();
    }

    private static double logit(Readout read, int layer, Step step) {
        return step.option() < 0 ? read.rest(layer, step.node()) : read.logit(layer, step.node(), step.option());
    }

    /** Grows a tree out of the values' tokens. */
    private static final class Growth {
        private final Map<Integer, Integer> options = new LinkedHashMap<>();
        private final List<Integer> tokens = new ArrayList<>();
        private final List<Integer> parents = new ArrayList<>();
        /** The nodes by the tokens that lead to them; node 0 by none. */
        private final Map<List<Integer>, Integer> nodes = new LinkedHashMap<>(Map.of(List.of(), 0));

        ValueTree grow(int[] before, List<int[]> values) {
            values.forEach(this::branch);
            List<List<Step>> paths = values.stream().map(this::path).toList();
            return new ValueTree(
                    before, new Branches(ints(tokens), ints(parents)), ints(List.copyOf(options.keySet())), paths);
        }

        private void branch(int[] value) {
            List<Integer> ids = Arrays.stream(value).boxed().toList();
            for (int length = 1; length < value.length; length++) {
                List<Integer> way = ids.subList(0, length);
                if (!nodes.containsKey(way)) {
                    tokens.add(value[length - 1]);
                    parents.add(node(way.subList(0, length - 1)) - 1);
                    nodes.put(List.copyOf(way), tokens.size());
                }
            }
        }

        private List<Step> path(int[] value) {
            List<Integer> ids = Arrays.stream(value).boxed().toList();
            var steps = new ArrayList<Step>();
            for (int i = 0; i < value.length; i++) {
                options.putIfAbsent(value[i], options.size());
                steps.add(new Step(node(ids.subList(0, i)), option(value[i])));
            }
            if (nodes.containsKey(ids)) {
                steps.add(new Step(node(ids), -1));
            }
            return List.copyOf(steps);
        }

        private int node(List<Integer> way) {
            return nodes.getOrDefault(way, -1);
        }

        private int option(int token) {
            return options.getOrDefault(token, -1);
        }

        private static int[] ints(List<Integer> list) {
            return list.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
