package dev.metajudge.model.load;

import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.files.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Weights with an adapter on them: W + scale B A in 32-bit floats, the rows that are asked for at a time. */
record MergedWeights(Weights base, Adapter adapter) implements Weights {
    @Override
    public List<String> names() {
        return base.names();
    }

    @Override
    public long[] shape(String name) {
        return base.shape(name);
    }

    @Override
    public void readRows(String name, long first, long rows, FloatBuffer target) {
        int begin = target.position();
        base.readRows(name, first, rows, target);
        if (!adapter.has(name)) {
            return;
        }
        float[] b = adapter.b(name);
        int columns = (int) shape(name)[1];
        var change = new float[columns];
        for (int row = 0; row < rows; row++) {
            int at = begin + row * columns;
            product(b, Math.toIntExact((first + row) * adapter.rank()), adapter.a(name), change);
            for (int i = 0; i < columns; i++) {
                target.put(at + i, target.get(at + i) + change[i]);
            }
        }
    }

    /** One row of scale B A. */
    private void product(float[] b, int from, float[] a, float[] change) {
        Arrays.fill(change, 0);
        int columns = change.length;
        for (int r = 0; r < adapter.rank(); r++) {
            float factor = b[from + r];
            int row = r * columns;
            for (int i = 0; i < columns; i++) {
                change[i] += factor * a[row + i];
            }
        }
        float scale = (float) adapter.scale();
        for (int i = 0; i < columns; i++) {
            change[i] *= scale;
        }
    }

    @Override
    public void close() {
        base.close();
    }
}
