package dev.metajudge.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import dev.metajudge.model.files.CheckpointFiles;
import dev.metajudge.model.files.CheckpointWeights;
import dev.metajudge.model.files.ConfigJson;
import dev.metajudge.model.files.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many prompts in one pass, sharing beginnings and with branches, equal each sequence alone: for every family, with
 * its windows and caps.
 */
class SurveyTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/tiny-models");
    private static final double TOLERANCE = 5e-4;
    private static final int[] ALLOWED = {3, 40, 41, 90};

    /** Two branches after the end, one of them gone on from twice. */
    private static final Branches BRANCHES = new Branches(new int[] {40, 41, 3, 90}, new int[] {-1, -1, 0, 0});

    @ParameterizedTest
    @ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "phi3"})
    void everySequenceAsIfAlone(String family) {
        Path place = GOLDEN.resolve(family);
        ModelConfig shape = ConfigJson.read(place.resolve("config.json"));
        try (Weights weights = CheckpointWeights.of(CheckpointFiles.open(place), shape);
                Decoder decoder = DecoderLoader.load(shape, weights, Precision.FP32, DecoderLoader.WeightChange.NONE)) {
            check(decoder, BRANCHES);
            // Short ends without branches share a segment.
            check(decoder, Branches.NONE);
        }
    }

    private static void check(Decoder decoder, Branches branches) {
        List<int[]> prompts = prompts();
        PackedPrompts pack = PackedPrompts.of(prompts.stream()
                .map(prompt -> new PackedPrompts.Prompt(prompt, branches))
                .toList());
        assertThat(pack.ids().length)
                .as("tokens computed")
                .isLessThan(prompts.stream()
                        .mapToInt(prompt -> prompt.length + branches.size())
                        .sum());
        Readout[] read = decoder.survey(
                pack,
                Collections.nCopies(prompts.size(), branches),
                Collections.nCopies(prompts.size(), ALLOWED),
                new Lens(true, false, new int[] {41}));
        for (int i = 0; i < prompts.size(); i++) {
            for (int node = 0; node < branches.nodes(); node++) {
                compare(decoder, read[i], node, sequence(prompts.get(i), node));
            }
        }
    }

    /** Beginnings in common: of all, of two, of none but all the same, of the first token only. */
    private static List<int[]> prompts() {
        var random = new Random(5);
        int[] all = random.ints(20, 3, 90).toArray();
        int[] some = random.ints(18, 3, 90).toArray();
        return List.of(
                join(all, some, 7, 8),
                join(all, new int[0], 5),
                join(all, some, 7, 9, 10),
                join(all, some, 7, 8),
                join(Arrays.copyOf(all, 1), some, 4));
    }

    private static int[] join(int[] a, int[] b, int... c) {
        return IntStream.concat(IntStream.concat(Arrays.stream(a), Arrays.stream(b)), Arrays.stream(c))
                .toArray();
    }

    private static int[] sequence(int[] prompt, int node) {
        if (node == 0) {
            return prompt;
        }
        int[] before = sequence(prompt, BRANCHES.parents()[node - 1] + 1);
        return join(before, new int[0], BRANCHES.tokens()[node - 1]);
    }

    private static void compare(Decoder decoder, Readout read, int node, int[] tokens) {
        decoder.begin(1, tokens.length, 1, tokens.length);
        decoder.prefill(0, 0, tokens);
        float[] logits = decoder.lastLogits()[0];
        int last = read.layers() - 1;
        assertThat(last).isEqualTo(decoder.config().layers());
        for (int k = 0; k < ALLOWED.length; k++) {
            assertThat(read.logit(last, node, k)).isCloseTo(logits[ALLOWED[k]], within(TOLERANCE));
        }
        double total = 0;
        double rest = 0;
        for (int id = 0; id < logits.length; id++) {
            total += Math.exp(logits[id]);
            rest += id == 41 ? 0 : Math.exp(logits[id]);
        }
        assertThat(read.total(last, node)).isCloseTo(Math.log(total), within(TOLERANCE));
        assertThat(read.rest(last, node)).isCloseTo(Math.log(rest), within(TOLERANCE));
    }
}
