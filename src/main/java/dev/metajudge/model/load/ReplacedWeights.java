package dev.metajudge.model.load;

import dev.metajudge.model.files.Weights;
import java.nio.FloatBuffer;
import java.util.List;

/** Whole weights in place of those of a model's own file, which stays open for its other parts. */
record ReplacedWeights(Weights before, Weights now) implements Weights {
    @Override
    public List<String> names() {
        return now.names();
    }

    @Override
    public long[] shape(String name) {
        return now.shape(name);
    }

    @Override
    public void readRows(String name, long first, long rows, FloatBuffer target) {
        now.readRows(name, first, rows, target);
    }

    @Override
    public void close() {
        now.close();
        before.close();
    }
}
