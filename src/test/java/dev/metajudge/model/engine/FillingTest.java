package dev.metajudge.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.model.Precision;
import dev.metajudge.model.load.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However prompts share what they begin with, each slot says what its prompt alone would. */
class FillingTest {
    private static final double TOLERANCE = 1e-4;

    private static int[] with(int[] start, int seed, int more) {
        return IntStream.concat(IntStream.of(start), new SplittableRandom(seed).ints(more, 0, 200))
                .toArray();
    }

    @Test
    void eachSlotIsAsIfAlone() {
        int[] rubric = with(new int[0], 1, 20);
        int[] first = with(rubric, 2, 40);
        int[] deeper = with(first, 3, 40);
        List<int[]> prompts = new ArrayList<>(List.of(with(first, 4, 9), with(first, 5, 3), with(deeper, 6, 2)));
        prompts.add(with(deeper, 7, 30));
        prompts.add(prompts.getLast());
        prompts.add(with(rubric, 8, 1));
        prompts.add(with(rubric, 9, 70));
        prompts.add(rubric);
        try (LoadedModel model = TinyLlama.load(Precision.FP32)) {
            Decoder decoder = model.decoder();
            for (boolean single : new boolean[] {false, true}) {
                decoder.begin(prompts.size(), 150, prompts.size(), 200, single);
                Filling.fill(decoder, prompts);
                float[][] together = decoder.lastLogits();
                for (int slot = 0; slot < prompts.size(); slot++) {
                    assertAlone(decoder, prompts.get(slot), together[slot]);
                }
            }
        }
    }

    private static void assertAlone(Decoder decoder, int[] prompt, float[] logits) {
        decoder.begin(1, prompt.length, 1, prompt.length);
        decoder.prefill(0, 0, prompt);
        float[] alone = decoder.lastLogits()[0];
        for (int token = 0; token < alone.length; token++) {
            assertThat((double) logits[token]).isCloseTo(alone[token], within(TOLERANCE));
        }
    }
}
