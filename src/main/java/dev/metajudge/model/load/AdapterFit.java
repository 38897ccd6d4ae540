package dev.metajudge.model.load;

import dev.metajudge.UserError;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.LoraPair;
import dev.metajudge.model.files.Weights;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Whether an adapter was made for a model: every weight that it changes is there and has its size. */
final class AdapterFit {
    private AdapterFit() {}

    static void check(Adapter adapter, Weights weights) {
        Set<String> known = new HashSet<>(weights.names());
        for (Map.Entry<String, LoraPair> entry : adapter.pairs().entrySet()) {
            String name = entry.getKey();
            if (!known.contains(name)) {
                throw UserError.input(
                        "the adapter changes %s, which this model does not have; it was made for another model"
                                .formatted(name));
            }
            long[] shape = weights.shape(name);
            LoraPair pair = entry.getValue();
            if (shape.length != 2 || pair.outputs() != shape[0] || pair.inputs() != shape[1]) {
                throw UserError.input(
                        "the adapter's change of %s is [%d, %d], the weight is not; it was made for another model"
                                .formatted(name, pair.outputs(), pair.inputs()));
            }
        }
    }
}
