package dev.metajudge.model.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts packed one behind the other without padding, what several begin with once. The pack is made of segments:
 * stretches of tokens that go on from other segments, so that a token sees its ancestors' tokens and its own segment's.
 *
 * @param ids the tokens of all segments
 * @param positions where each stands in its prompt
 * @param segments [segments][4]: first token, tokens, how many of these at the end are branches, ancestors' tokens
 * @param before which tokens the segments' ancestors are, segment by segment
 * @param trees which branches see which, for each segment that has some [branches * branches]
 * @param end where each prompt ends, in the order in which the prompts were given; its branches stand right behind
 */
public record PackedPrompts(
        int[] ids, int[] positions, List<int[]> segments, int[] before, boolean[] trees, int[] end) {
    /** A shorter common stretch is not worth a segment: its own attention costs more than the tokens. */
    private static final int SHORTEST_SHARED = 16;

    /**
     * A prompt and what may follow it.
     *
     * @param tokens one or more
     */
    public record Prompt(int[] tokens, Branches branches) {}

    /** Packs prompts; any order will do. */
    public static PackedPrompts of(List<Prompt> prompts) {
        return new Packing(prompts).pack();
    }

    /** Prompts that begin alike stand side by side in this order. */
    public static Comparator<int[]> order() {
        return Arrays::compare;
    }

    /** With how many tokens both begin. */
    public static int common(int[] a, int[] b) {
        int mismatch = Arrays.mismatch(a, b);
        return mismatch < 0 ? a.length : mismatch;
    }

    private static final class Packing {
        private final List<Prompt> prompts;
        private final int[] order;
        private final IntStream.Builder ids = IntStream.builder();
        private final IntStream.Builder positions = IntStream.builder();
        private final IntStream.Builder before = IntStream.builder();
        private final List<int[]> segments = new ArrayList<>();
        private final List<boolean[]> trees = new ArrayList<>();
        private final int[] end;
        private int size;

        Packing(List<Prompt> prompts) {
            this.prompts = List.copyOf(prompts);
            end = new int[prompts.size()];
            order = IntStream.range(0, prompts.size())
                    .boxed()
                    .sorted((a, b) -> Arrays.compare(
                            prompts.get(a).tokens(), prompts.get(b).tokens()))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        PackedPrompts pack() {
            lay(0, order.length, new int[0]);
            var flat = new boolean[trees.stream().mapToInt(tree -> tree.length).sum()];
            int at = 0;
            for (boolean[] tree : trees) {
                System.arraycopy(tree, 0, flat, at, tree.length);
                at += tree.length;
            }
            return new PackedPrompts(
                    ids.build().toArray(),
                    positions.build().toArray(),
                    List.copyOf(segments),
                    before.build().toArray(),
                    flat,
                    end);
        }

        /** Prompts [from, to) in order, all of which go on from the same ancestors. */
        private void lay(int from, int to, int[] ancestors) {
            if (to - from == 1) {
                leaf(order[from], ancestors);
                return;
            }
            // A prompt's last token stays in its own segment: its branches go on from it.
            int common = Math.min(
                    common(tokens(from), tokens(to - 1)),
                    IntStream.range(from, to)
                            .map(i -> tokens(i).length - 1)
                            .min()
                            .orElseThrow());
            int[] path = ancestors;
            if (common - ancestors.length >= SHORTEST_SHARED) {
                path = shared(tokens(from), ancestors, common);
            }
            int start = from;
            for (int i = from + 1; i <= to; i++) {
                if (i == to || tokens(i)[common] != tokens(start)[common]) {
                    group(start, i, path, i - start == to - from);
                    start = i;
                }
            }
        }

        private void group(int from, int to, int[] ancestors, boolean undivided) {
            if (!undivided) {
                lay(from, to, ancestors);
                return;
            }
            for (int i = from; i < to; i++) {
                leaf(order[i], ancestors);
            }
        }

        private int[] shared(int[] tokens, int[] ancestors, int common) {
            int first = size;
            segment(ancestors, common - ancestors.length, 0);
            int[] path = Arrays.copyOf(ancestors, common);
            for (int i = ancestors.length; i < common; i++) {
                path[i] = first + i - ancestors.length;
                add(tokens[i], i);
            }
            return path;
        }

        private void leaf(int prompt, int[] ancestors) {
            int[] tokens = prompts.get(prompt).tokens();
            Branches branches = prompts.get(prompt).branches();
            int own = tokens.length - ancestors.length;
            end[prompt] = size + own - 1;
            segment(ancestors, own + branches.size(), branches.size());
            for (int i = ancestors.length; i < tokens.length; i++) {
                add(tokens[i], i);
            }
            var tree = new boolean[branches.size() * branches.size()];
            for (int i = 0; i < branches.size(); i++) {
                add(branches.tokens()[i], tokens.length + branches.depth(i));
                for (int j = 0; j <= i; j++) {
                    tree[i * branches.size() + j] = branches.sees(i, j);
                }
            }
            trees.add(tree);
        }

        private void segment(int[] ancestors, int length, int branches) {
            segments.add(new int[] {size, length, branches, ancestors.length});
            Arrays.stream(ancestors).forEach(before::add);
        }

        private void add(int token, int position) {
            ids.add(token);
            positions.add(position);
            size++;
        }

        private int[] tokens(int place) {
            return prompts.get(order[place]).tokens();
        }
    }
}
