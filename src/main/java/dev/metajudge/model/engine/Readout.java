package dev.metajudge.model.engine;

import java.util.Arrays;

/**
 * What the layers say at the nodes of one question. Logarithms are natural. {@link #total} and {@link #rest} are there
 * for the last layer, and for all of them where the question has branches.
 */
public final class Readout {
    private final double[] flat;
    private final int firstPlace;
    private final int places;
    private final int width;

    /**
     * @param flat [layers, places, width] of all questions
     * @param firstPlace where this question's nodes begin
     */
    private Readout(double[] flat, int firstPlace, int places, int width) {
        this.flat = flat;
        this.firstPlace = firstPlace;
        this.places = places;
        this.width = width;
    }

    /** Cuts what was read at all places by the questions' numbers of nodes. */
    static Readout[] cut(double[] flat, int[] nodes, int width) {
        int places = Arrays.stream(nodes).sum();
        var readouts = new Readout[nodes.length];
        int first = 0;
        for (int i = 0; i < nodes.length; i++) {
            readouts[i] = new Readout(flat, first, places, width);
            first += nodes[i];
        }
        return readouts;
    }

    public int layers() {
        return flat.length / (places * width);
    }

    /** The logit of the question's allowed token number {@code option}. */
    public double logit(int layer, int node, int option) {
        return flat[at(layer, node) + option];
    }

    /** log sum exp of the logits of the whole vocabulary. */
    public double total(int layer, int node) {
        return flat[at(layer, node) + width - 2];
    }

    /** The same without the lens's continuing tokens. */
    public double rest(int layer, int node) {
        return flat[at(layer, node) + width - 1];
    }

    private int at(int layer, int node) {
        return (layer * places + firstPlace + node) * width;
    }
}
