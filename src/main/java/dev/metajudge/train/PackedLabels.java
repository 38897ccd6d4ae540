package dev.metajudge.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Questions laid one after the other without padding, for one pass of the decoder.
 *
 * @param questions in order
 */
record PackedLabels(List<LabelTokens> questions) {
    PackedLabels {
        questions = List.copyOf(questions);
    }

    /** Labels of the question that has most; others' numbers are filled up with their first label's. */
    int widest() {
        return questions.stream()
                .mapToInt(question -> question.labels().length)
                .max()
                .orElseThrow();
    }

    /** The decoder program's arguments: ids, positions, spans, places, allowed [questions, widest]. */
    NDArray[] arrays(NDManager scope) {
        var spans = new long[4 * questions.size()];
        var places = new long[questions.size()];
        var allowed = new long[questions.size() * widest()];
        int start = 0;
        for (int i = 0; i < questions.size(); i++) {
            LabelTokens question = questions.get(i);
            spans[4 * i] = start;
            spans[4 * i + 1] = question.prompt().length;
            start += question.prompt().length;
            places[i] = start - 1L;
            Arrays.fill(allowed, i * widest(), (i + 1) * widest(), question.labels()[0]);
            for (int label = 0; label < question.labels().length; label++) {
                allowed[i * widest() + label] = question.labels()[label];
            }
        }
        return new NDArray[] {
            scope.create(questions.stream()
                    .flatMapToInt(question -> Arrays.stream(question.prompt()))
                    .asLongStream()
                    .toArray()),
            scope.create(questions.stream()
                    .flatMapToLong(question -> LongStream.range(0, question.prompt().length))
                    .toArray()),
            scope.create(spans, new Shape(questions.size(), 4)),
            scope.create(places),
            scope.create(allowed, new Shape(questions.size(), widest()))
        };
    }

    /** Each question's own numbers of a [questions, widest] array. */
    List<double[]> split(double[] numbers) {
        return IntStream.range(0, questions.size())
                .mapToObj(i -> Arrays.copyOfRange(
                        numbers, i * widest(), i * widest() + questions.get(i).labels().length))
                .toList();
    }
}
