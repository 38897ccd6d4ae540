package dev.metajudge.model.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts packed one behind the other without padding, what several begin with once. The pack is made of segments:
 * stretches of tokens that go on from other segments. A segment holds the beginning of several prompts, or the ends of
 * one or more that go on from the same beginning; a token sees its ancestors' tokens and those of its own chain.
 *
 * @param ids the tokens of all segments
 * @param positions where each stands in its prompt
 * @param chains which chain of its segment each token belongs to
 * @param segments [segments][4]: first token, tokens, how many of these at the end are branches, ancestors' tokens
 * @param before which tokens the segments' ancestors are, segment by segment
 * @param trees which branches see which, for each segment that has some [branches * branches]
 * @param end where each prompt ends, in the order in which the prompts were given; its branches stand right behind
 */
public record PackedPrompts(
        int[] ids, int[] positions, int[] chains, List<int[]> segments, int[] before, boolean[] trees, int[] end) {
    /** A shorter common stretch is not worth a segment: its own attention costs more than the tokens. */
    private static final int SHORTEST_SHARED = 16;

    /** Short ends share a segment up to this many tokens: one attention for all, though none sees the others. */
    private static final int MOST_TOGETHER = 192;

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
        private final IntStream.Builder chains = IntStream.builder();
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
                    chains.build().toArray(),
                    List.copyOf(segments),
                    before.build().toArray(),
                    flat,
                    end);
        }

        /** Prompts [from, to) in order, all of which go on from the same ancestors. */
        private void lay(int from, int to, int[] ancestors) {
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
            List<Integer> ends = new ArrayList<>();
            int start = from;
            for (int i = from + 1; i <= to; i++) {
                if (i == to || tokens(i)[common] != tokens(start)[common]) {
                    if (i - start > 1 && i - start < to - from) {
                        lay(start, i, path);
                    } else {
                        IntStream.range(start, i).forEach(end -> ends.add(order[end]));
                    }
                    start = i;
                }
            }
            ends(ends, path);
        }

        /** Puts the ends of prompts into segments, short ones together. */
        private void ends(List<Integer> prompts, int[] ancestors) {
            int at = 0;
            while (at < prompts.size()) {
                int tokens = own(prompts.get(at), ancestors);
                int next = at + 1;
                while (next < prompts.size()
                        && branches(prompts.get(at)) + branches(prompts.get(next)) == 0
                        && tokens + own(prompts.get(next), ancestors) <= MOST_TOGETHER) {
                    tokens += own(prompts.get(next++), ancestors);
                }
                segment(ancestors, tokens, branches(prompts.get(at)));
                for (int prompt : prompts.subList(at, next)) {
                    leaf(prompt, ancestors.length);
                }
                at = next;
            }
        }

        private int own(int prompt, int[] ancestors) {
            return prompts.get(prompt).tokens().length - ancestors.length + branches(prompt);
        }

        private int branches(int prompt) {
            return prompts.get(prompt).branches().size();
        }

        private int[] shared(int[] tokens, int[] ancestors, int common) {
            int first = size;
            segment(ancestors, common - ancestors.length, 0);
            int[] path = Arrays.copyOf(ancestors, common);
            for (int i = ancestors.length; i < common; i++) {
                path[i] = first + i - ancestors.length;
                add(tokens[i], i, -1);
            }
            return path;
        }

        private void leaf(int prompt, int shared) {
            int[] tokens = prompts.get(prompt).tokens();
            Branches branches = prompts.get(prompt).branches();
            end[prompt] = size + tokens.length - shared - 1;
            for (int i = shared; i < tokens.length; i++) {
                add(tokens[i], i, prompt);
            }
            var tree = new boolean[branches.size() * branches.size()];
            for (int i = 0; i < branches.size(); i++) {
                add(branches.tokens()[i], tokens.length + branches.depth(i), prompt);
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

        private void add(int token, int position, int chain) {
            ids.add(token);
            positions.add(position);
            chains.add(chain);
            size++;
        }

        private int[] tokens(int place) {
            return prompts.get(order[place]).tokens();
        }
    }
}
