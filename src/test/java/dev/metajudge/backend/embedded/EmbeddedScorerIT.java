package dev.metajudge.backend.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.backend.ExpectedAnswer.Distribution;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.ScoreRequest;
import dev.metajudge.backend.Scored;
import dev.metajudge.backend.Scorer;
import dev.metajudge.measure.LayerScores;
import dev.metajudge.measure.LayerWeights;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.engine.RealModel;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.prompt.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Scores of SmolLM2 in fp32, from text to numbers, against golden/lager; longer ranges against sequences written out. */
class EmbeddedScorerIT {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/lager");
    private static final List<String> FIVE = values(1, 5);
    private static final int LAYERS = 31;

    /** SmolLM2 has one token a digit, and no other that begins with one. */
    private static final Set<Integer> DIGITS = Set.of(32, 33, 34, 35, 36, 37, 38, 39, 40, 41);

    private final LoadedModel model = new LoadedModel(
            new Checkpoint(RealModel.SPEC, List.of()), RealModel.files(), RealModel.decoder(Precision.FP32));
    private final Scorer scorer = new EmbeddedScorer(model);
    private final List<JsonNode> cases = cases();

    @Test
    void layersOfEveryCaseFromItsText() throws IOException {
        check(Reading.NORMED, "with_final_norm", 1e-3);
        check(Reading.RAW, "no_final_norm", 5e-3);
    }

    private void check(Reading reading, String tensor, double tolerance) throws IOException {
        List<Scored> scored = scorer.score(cases.stream()
                .map(c -> text(c.get("text").textValue(), FIVE, reading))
                .toList());
        for (int i = 0; i < cases.size(); i++) {
            JsonNode c = cases.get(i);
            Distribution distribution = distribution(scored.get(i));
            double[][] layers = distribution.layers().orElseThrow().toArray();
            double[] expected = golden(c.get("prefix").textValue() + "/" + tensor);
            assertThat(layers).hasDimensions(LAYERS, 5);
            for (int k = 0; k < LAYERS * 5; k++) {
                assertThat(layers[k / 5][k % 5])
                        .as("case %d, %s, layer %d", i, reading, k / 5)
                        .isCloseTo(expected[c.get("index").intValue() * LAYERS * 5 + k], within(tolerance));
            }
            assertThat(distribution.mass())
                    .isCloseTo(c.get("score_token_mass_in_full_softmax").doubleValue(), within(1e-4));
            var scores = new LayerScores(layers, new int[] {1, 2, 3, 4, 5});
            assertThat(scores.vScore()).isEqualTo(c.get("vscore").intValue());
            assertThat(scores.eScore()).isCloseTo(c.get("escore").doubleValue(), within(1e-3));
            assertThat(scores.lager(LayerWeights.uniform(LAYERS)))
                    .isCloseTo(
                            c.at("/" + tensor + "/lager_uniform_all_layers/score")
                                    .doubleValue(),
                            within(1e-3));
        }
    }

    @Test
    void aConversationWithALeadIsTheSameAsItsText() {
        JsonNode c = cases.getFirst();
        String text = c.get("text").textValue();
        String user = text.substring(text.indexOf("<|im_start|>user\n") + 17, text.lastIndexOf("<|im_end|>"));
        var chat = new ScoreRequest(
                "chat", new Input.Chat(List.of(Message.user(user))), "Score: ", FIVE, Optional.of(Reading.NORMED));
        Scored.Read asked = (Scored.Read) scorer.score(List.of(chat)).getFirst();
        assertThat(asked.promptTokens()).isEqualTo(c.get("ids").size());
        Distribution expected = distribution(
                scorer.score(List.of(text(text, FIVE, Reading.NORMED))).getFirst());
        assertClose(asked.distribution(), expected.probabilities());
    }

    /** The probability of a number is that of its tokens, times that no digit follows where the range has longer ones. */
    @Test
    void numbersOfSeveralTokensFollowTheChainRule() {
        String text = cases.getFirst().get("text").textValue();
        List<String> values = values(1, 100);
        double[] expected = values.stream()
                .mapToDouble(value -> Math.exp(logprob(text, value))
                        * (value.length() == 1 || value.equals("10") ? ends(text + value) : 1))
                .toArray();
        Distribution scored = distribution(
                scorer.score(List.of(text(text, values, Reading.NORMED))).getFirst());
        double mass = Arrays.stream(expected).sum();
        assertThat(scored.mass()).isCloseTo(mass, within(1e-4));
        assertClose(scored, Arrays.stream(expected).map(p -> p / mass).boxed().toList());
        double[][] layers = scored.layers().orElseThrow().toArray();
        assertThat(layers).hasDimensions(LAYERS, 100);
        for (int i = 0; i < 100; i++) {
            assertThat(layers[LAYERS - 1][i]).isCloseTo(Math.log(expected[i]), within(1e-3));
        }
    }

    @Test
    void aPromptThatIsTooLongIsSaidToBeAndSpoilsNothing() {
        String text = cases.getFirst().get("text").textValue();
        List<Scored> scored = scorer.score(
                List.of(text("word ".repeat(9000) + "Score: ", FIVE, Reading.RAW), text(text, FIVE, Reading.RAW)));
        assertThat(scored.getFirst()).isInstanceOfSatisfying(Scored.TooLong.class, long_ -> {
            assertThat(long_.promptTokens()).isGreaterThan(9000);
            assertThat(long_.most()).isEqualTo(8192);
        });
        assertThat(scored.getLast()).isInstanceOf(Scored.Read.class);
    }

    private double logprob(String text, String value) {
        int[] all = model.tokenizer().encode(text + value, true);
        int before = all.length - value.length();
        model.decoder().begin(1, all.length, 1, all.length);
        double[] logprobs =
                model.decoder().follow(Arrays.copyOf(all, all.length - 1), Arrays.copyOfRange(all, before, all.length));
        return Arrays.stream(logprobs).sum();
    }

    /** The probability that no token comes next whose text begins with a digit. */
    private double ends(String text) {
        int[] all = model.tokenizer().encode(text, true);
        model.decoder().begin(1, all.length, 1, all.length);
        model.decoder().prefill(0, 0, all);
        float[] logits = model.decoder().lastLogits()[0];
        double total = 0;
        double digits = 0;
        for (int id = 0; id < logits.length; id++) {
            total += Math.exp(logits[id]);
            digits += DIGITS.contains(id) ? Math.exp(logits[id]) : 0;
        }
        return 1 - digits / total;
    }

    private static void assertClose(Distribution actual, List<Double> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.probabilities().get(i)).isCloseTo(expected.get(i), within(1e-4));
        }
    }

    private static Distribution distribution(Scored scored) {
        return ((Scored.Read) scored).distribution();
    }

    private static ScoreRequest text(String text, List<String> values, Reading reading) {
        return new ScoreRequest("t", new Input.Text(text), "", values, Optional.of(reading));
    }

    private static List<String> values(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    private static List<JsonNode> cases() {
        try {
            JsonNode all =
                    new ObjectMapper().readTree(GOLDEN.resolve("scores.json").toFile());
            return StreamSupport.stream(all.get("cases").spliterator(), false).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] golden(String tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(GOLDEN.resolve("layer_logits.safetensors")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong(0);
        JsonNode about = new ObjectMapper()
                .readTree(new String(bytes.array(), 8, header, StandardCharsets.UTF_8))
                .get(tensor);
        int from = 8 + header + about.at("/data_offsets/0").intValue();
        int to = 8 + header + about.at("/data_offsets/1").intValue();
        var values = new double[(to - from) / 4];
        Arrays.setAll(values, i -> bytes.getFloat(from + 4 * i));
        return values;
    }
}
