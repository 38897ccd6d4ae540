package dev.metajudge.model.engine;

/**
 * Tokens that go on from the end of a sequence as a tree, so that several continuations are looked at in one pass. The
 * sequence's end and each branch are the tree's nodes: node 0 is the end, node i + 1 is branch i.
 *
 * @param tokens one a branch, parents before children
 * @param parents the branch that each follows, -1 for the sequence's end
 */
public record Branches(int[] tokens, int[] parents) {
    public static final Branches NONE = new Branches(new int[0], new int[0]);

    public Branches {
        if (tokens.length != parents.length) {
            throw new IllegalArgumentException("a parent for each branch");
        }
        for (int i = 0; i < parents.length; i++) {
            if (parents[i] < -1 || parents[i] >= i) {
                throw new IllegalArgumentException("branch " + i + " comes before its parent " + parents[i]);
            }
        }
    }

    public int size() {
        return tokens.length;
    }

    /** The branches and the sequence's end. */
    public int nodes() {
        return tokens.length + 1;
    }

    /** How many branches stand between the sequence's end and this one. */
    int depth(int branch) {
        return parents[branch] < 0 ? 0 : 1 + depth(parents[branch]);
    }

    /** Whether {@code seen} is the branch itself or one that it follows. */
    boolean sees(int branch, int seen) {
        return branch == seen || (parents[branch] >= 0 && sees(parents[branch], seen));
    }

    /** How many branches follow one another at most. */
    public int longest() {
        int longest = 0;
        for (int i = 0; i < size(); i++) {
            longest = Math.max(longest, depth(i) + 1);
        }
        return longest;
    }
}
