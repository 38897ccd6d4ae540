package dev.metajudge.preference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Picks, among the scores that a judge gave a prompt's responses in several judgments, one for each response, so that
 * the responses are ranked as humans rank them (arXiv 2401.10020, section 2.1, keeps judgments whose ranking agrees with
 * the humans'; how is ours). Of all picks that rank no two responses against the humans, the one nearest to the human
 * ratings is taken, these brought to the judge's range; a response whose scores are all further from its rating than
 * half the range, or that then differs from no other response in the humans' direction, gets none.
 *
 * @param min the lowest score
 * @param max the highest
 */
public record HumanOrder(double min, double max) {
    public HumanOrder {
        if (!(min < max)) {
            throw new IllegalArgumentException("the range must have a width, not %s to %s".formatted(min, max));
        }
    }

    /**
     * A response with its human rating.
     *
     * @param human brought to the judge's range, higher is better
     * @param scores what its judgments say; may be empty
     */
    public record Judged(double human, double[] scores) {}

    /** For each response the place of the picked score in its list; empty for none. */
    public List<OptionalInt> pick(List<Judged> responses) {
        List<Integer> order = IntStream.range(0, responses.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> responses.get(i).human()))
                .toList();
        double[] bounds = responses.stream()
                .flatMapToDouble(response -> Arrays.stream(response.scores()))
                .distinct()
                .sorted()
                .toArray();
        var picks = new int[responses.size()];
        Arrays.fill(picks, -1);
        if (bounds.length > 1) {
            walk(responses, levels(responses, order), bounds, picks);
            dropUnranked(responses, picks);
        }
        return Arrays.stream(picks)
                .mapToObj(pick -> pick < 0 ? OptionalInt.empty() : OptionalInt.of(pick))
                .toList();
    }

    /** Responses that humans rate alike, lowest first. */
    private static List<List<Integer>> levels(List<Judged> responses, List<Integer> order) {
        var levels = new ArrayList<List<Integer>>();
        for (int i : order) {
            if (levels.isEmpty()
                    || responses.get(levels.getLast().getFirst()).human()
                            < responses.get(i).human()) {
                levels.add(new ArrayList<>());
            }
            levels.getLast().add(i);
        }
        return levels;
    }

    /** The cheapest way up: costs[c] is that of all levels so far with no score above bounds[c]. */
    private void walk(List<Judged> responses, List<List<Integer>> levels, double[] bounds, int[] picks) {
        var costs = new double[bounds.length];
        var from = new int[levels.size()][bounds.length];
        for (int level = 0; level < levels.size(); level++) {
            var next = new double[bounds.length];
            Arrays.fill(next, Double.POSITIVE_INFINITY);
            for (int high = 0; high < bounds.length; high++) {
                for (int low = 0; low <= high; low++) {
                    double cost = costs[low];
                    for (int response : levels.get(level)) {
                        cost += cost(responses.get(response), bounds[low], bounds[high]);
                    }
                    if (cost < next[high]) {
                        next[high] = cost;
                        from[level][high] = low;
                    }
                }
            }
            costs = next;
        }
        int high = bounds.length - 1;
        for (int level = levels.size() - 1; level >= 0; level--) {
            int low = from[level][high];
            for (int response : levels.get(level)) {
                picks[response] = nearest(responses.get(response), bounds[low], bounds[high]);
            }
            high = low;
        }
    }

    private double cost(Judged response, double low, double high) {
        int pick = nearest(response, low, high);
        return pick < 0 ? dropped() : Math.abs(response.scores()[pick] - response.human());
    }

    private double dropped() {
        return (max - min) / 2;
    }

    /** The place of the first score within bounds that is nearest to the human rating; -1 if that is too far. */
    private int nearest(Judged response, double low, double high) {
        int best = -1;
        double distance = dropped();
        for (int i = 0; i < response.scores().length; i++) {
            double score = response.scores()[i];
            if (score >= low && score <= high && Math.abs(score - response.human()) < distance) {
                distance = Math.abs(score - response.human());
                best = i;
            }
        }
        return best;
    }

    private static void dropUnranked(List<Judged> responses, int[] picks) {
        int[] all = picks.clone();
        for (int i = 0; i < picks.length; i++) {
            int me = i;
            boolean ranked = all[me] >= 0
                    && IntStream.range(0, all.length)
                            .filter(other -> all[other] >= 0)
                            .anyMatch(other -> agrees(responses, all, me, other));
            picks[me] = ranked ? all[me] : -1;
        }
    }

    private static boolean agrees(List<Judged> responses, int[] picks, int a, int b) {
        double humans = responses.get(a).human() - responses.get(b).human();
        double judge = responses.get(a).scores()[picks[a]] - responses.get(b).scores()[picks[b]];
        return humans * judge > 0;
    }
}
