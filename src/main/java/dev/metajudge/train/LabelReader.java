package dev.metajudge.train;

import dev.metajudge.UserError;
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
     * @throws UserError if a question is longer than the model reads
     * @param told how many questions were read since it was last told
     */
    public static List<double[]> read(LoadedModel model, List<LabelExample> questions, IntConsumer told) {
        var distributions = new ArrayList<double[]>();
        for (int at = 0; at < questions.size(); at += PACK) {
            List<LabelTokens> pack = questions.subList(at, Math.min(at + PACK, questions.size())).stream()
                    .map(question -> tokens(model, question))
                    .toList();
            Policy.choices(model.decoder().module(), new PackedLabels(pack)).stream()
                    .map(Softmax::of)
                    .forEach(distributions::add);
            told.accept(pack.size());
        }
        return distributions;
    }

    private static LabelTokens tokens(LoadedModel model, LabelExample question) {
        LabelTokens tokens = LabelTokens.of(question, model);
        if (tokens.longest() > model.context()) {
            throw UserError.input("%s: the question has %,d tokens; the model reads %,d at most"
                    .formatted(question.id(), tokens.longest(), model.context()));
        }
        return tokens;
    }
}
