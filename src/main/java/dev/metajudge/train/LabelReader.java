package dev.metajudge.train;

import dev.metajudge.measure.Softmax;
import dev.metajudge.model.load.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Reads a model's distribution over the labels of questions. */
public final class LabelReader {
    private static final int PACK = 8;

    private LabelReader() {}

    /**
     * The distribution for each question, renormalised over its labels.
     *
     * @param told how many questions were read since it was last told
     */
    public static List<double[]> read(LoadedModel model, List<LabelExample> questions, IntConsumer told) {
        var distributions = new ArrayList<double[]>();
        for (int at = 0; at < questions.size(); at += PACK) {
            List<LabelTokens> pack = questions.subList(at, Math.min(at + PACK, questions.size())).stream()
                    .map(question -> LabelTokens.of(question, model))
                    .toList();
            LoraPolicy.choices(model.decoder().module(), new PackedLabels(pack)).stream()
                    .map(Softmax::of)
                    .forEach(distributions::add);
            told.accept(pack.size());
        }
        return distributions;
    }
}
