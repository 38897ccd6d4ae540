package dev.metajudge.backend.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.ExpectedAnswer.Distribution;
import dev.metajudge.backend.ExpectedAnswer.Finding;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.backend.ScoreRequest;
import dev.metajudge.backend.Scored;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.engine.RealModel;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.prompt.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sampling from SmolLM2 in fp32: seeds, ends, stops, and answers found and forced. */
class EmbeddedSamplerIT {
    private static final List<String> SCORES = List.of("1", "2", "3", "4", "5");

    private static final int DIGIT_1 = 33;

    private final LoadedModel model = new LoadedModel(
            new Checkpoint(RealModel.SPEC, List.of()), RealModel.files(), RealModel.decoder(Precision.FP32));
    private final Sampler sampler = new EmbeddedSampler(model);

    @Test
    void theSameRequestGivesTheSameSamplesAndOtherSeedsOthers() {
        var sampling = new Sampling(0.8, 0.95, 0, 0, 24, List.of());
        List<Completion> once = sample(request("a", "Name a colour.", 3, 7, sampling));
        assertThat(sample(request("a", "Name a colour.", 3, 7, sampling))).isEqualTo(once);
        assertThat(once.stream().map(Completion::text).distinct()).hasSize(3);
        assertThat(sample(request("a", "Name a colour.", 3, 8, sampling))).isNotEqualTo(once);
    }

    @Test
    void aPromptThatFillsTheContextGivesNothingAndHarmsNoOther() {
        var sampling = new Sampling(0.8, 0.95, 0, 0, 24, List.of());
        var asked = request("a", "Name a colour.", 2, 7, sampling);
        List<List<Completion>> both =
                sampler.sample(List.of(request("b", "word ".repeat(9_000), 3, 1, sampling), asked), tokens -> {});
        assertThat(both.get(0))
                .hasSize(3)
                .allMatch(Completion::hadNoRoom)
                .allMatch(none -> none.promptTokens() > 9_000);
        assertThat(both.get(1)).isEqualTo(sample(asked)).noneMatch(Completion::hadNoRoom);
    }

    /** The long prompt leaves few tokens to itself alone. */
    @Test
    void aLongPromptDoesNotShortenItsNeighbours() {
        var greedy = Sampling.greedy(24);
        var asked = request("a", "Tell me a long story about a fox and a crow.", 1, 7, greedy);
        var ids = new ArrayList<Integer>(Collections.nCopies(8_190, 1_234));
        var full = new Request("b", new Input.Tokens(ids), 1, greedy, 1, Optional.empty());
        List<List<Completion>> both = sampler.sample(List.of(full, asked), tokens -> {});
        assertThat(both.get(0).getFirst().tokens()).hasSizeLessThanOrEqualTo(2);
        assertThat(both.get(1)).isEqualTo(sample(asked));
        assertThat(both.get(1).getFirst().tokens()).hasSize(24);
    }

    @Test
    void whatElseIsInTheBatchDoesNotMatter() {
        var sampling = new Sampling(0.8, 0.95, 0, 0, 24, List.of());
        var asked = request("a", "Name a colour.", 2, 7, sampling);
        List<Completion> alone = sample(asked);
        List<Completion> among = sampler.sample(
                        List.of(
                                request("b", "Tell me a long story about a fox and a crow.", 3, 1, sampling),
                                asked,
                                request("c", "Name a colour!", 1, 2, sampling)),
                        tokens -> {})
                .get(1);
        for (int i = 0; i < alone.size(); i++) {
            assertThat(among.get(i).tokens()).isEqualTo(alone.get(i).tokens());
            assertThat(among.get(i).logprob().orElseThrow())
                    .isCloseTo(alone.get(i).logprob().orElseThrow(), within(1e-3));
        }
    }

    @Test
    void aStopTextEndsACompletionAndIsCutOff() {
        Completion whole = sample(request("a", "Count from one to ten.", 1, 0, Sampling.greedy(40)))
                .getFirst();
        String stop = whole.text().substring(10, 14);
        var sampling = new Sampling(0, 1, 0, 0, 40, List.of(stop));
        Completion cut =
                sample(request("a", "Count from one to ten.", 1, 0, sampling)).getFirst();
        assertThat(cut.text()).isEqualTo(whole.text().substring(0, whole.text().indexOf(stop)));
        assertThat(cut.finish()).isEqualTo(Completion.Finish.STOP);
        assertThat(cut.tokens().size()).isLessThan(whole.tokens().size());
    }

    @Test
    void theLimitOfTokensIsAFinishOfItsOwn() {
        Completion completion = sample(request("a", "Tell me a long story.", 1, 0, Sampling.greedy(5)))
                .getFirst();
        assertThat(completion.finish()).isEqualTo(Completion.Finish.LENGTH);
        assertThat(completion.tokens()).hasSize(5);
    }

    @Test
    void aMissingAnswerIsForcedAndItsDistributionIsThatOfThePromptWrittenOut() {
        Request asked = expecting(request("a", "Judge this poem.", 2, 3, new Sampling(0.8, 1, 0, 0, 12, List.of())));
        for (Completion completion : sample(asked)) {
            assertThat(completion.forced()).isTrue();
            assertThat(completion.text()).matches("(?s).*\\nScore: [1-5]");
            String before = completion.text().substring(0, completion.text().length() - 1);
            assertDistribution(
                    completion.answer().orElseThrow(),
                    model.files().chat().encode(List.of(Message.user("Judge this poem.")), true, model.tokenizer()),
                    completion.tokens(),
                    before.substring(before.lastIndexOf("\nScore: ")));
        }
    }

    @Test
    void theModelsOwnAnswerIsFoundAndItsDistributionIsThatOfItsPlace() {
        // Repetition makes the model itself write the line.
        var prompt = new Input.Text("Score: 4\n".repeat(6));
        Request asked = new Request("a", prompt, 1, Sampling.greedy(9), 0, Optional.empty());
        Completion completion = sample(expecting(asked)).getFirst();
        assertThat(completion.text()).startsWith("Score: 4\n");
        assertThat(completion.forced()).isFalse();
        Distribution distribution = completion.answer().orElseThrow();
        int digit = completion.tokens().lastIndexOf(DIGIT_1 + 3);
        assertThat(digit).isPositive();
        int[] ids = model.tokenizer().encode(prompt.text(), true);
        assertDistribution(distribution, ids, completion.tokens().subList(0, digit), "");
        assertThat(distribution.probabilities().stream().mapToDouble(p -> p).sum())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void aRefusedAnswerIsLeftAsItIs() {
        var refused = new ExpectedAnswer("\nScore: ", SCORES, true, text -> new Finding.Refused());
        Request asked = request("a", "Judge this poem.", 1, 3, Sampling.greedy(8));
        Completion completion = sample(new Request("a", asked.prompt(), 1, asked.sampling(), 3, Optional.of(refused)))
                .getFirst();
        assertThat(completion.forced()).isFalse();
        assertThat(completion.answer()).isEmpty();
    }

    /** As the scorer has it for the whole text written out: the tokens' product, and the number's end. */
    @Test
    void valuesOfSeveralTokensAreForcedByTheChainRule() {
        List<String> values = List.of("1", "2", "10", "11", "100");
        var answer = new ExpectedAnswer(
                "\nScore: ", values, true, Optional.of(Reading.NORMED), text -> new Finding.Missing());
        Request asked = request("a", "Judge.", 3, 3, new Sampling(0.8, 1, 0, 0, 6, List.of()));
        List<Completion> completions =
                sample(new Request("a", asked.prompt(), 3, asked.sampling(), 3, Optional.of(answer)));
        for (Completion completion : completions) {
            assertThat(completion.forced()).isTrue();
            assertThat(completion.text()).matches("(?s).*\\nScore: (1|2|10|11|100)");
            int[] prompt = model.files().chat().encode(List.of(Message.user("Judge.")), true, model.tokenizer());
            var all = new ArrayList<>(Arrays.stream(prompt).boxed().toList());
            all.addAll(completion.tokens());
            var alone = (Scored.Read) new EmbeddedScorer(model)
                    .score(List.of(new ScoreRequest(
                            "a", new Input.Tokens(all), "\nScore: ", values, Optional.of(Reading.NORMED))))
                    .getFirst();
            Distribution read = completion.answer().orElseThrow();
            assertThat(read.mass()).isCloseTo(alone.distribution().mass(), within(1e-4));
            double[][] layers = read.layers().orElseThrow().toArray();
            double[][] expected = alone.distribution().layers().orElseThrow().toArray();
            for (int i = 0; i < layers.length * 5; i++) {
                assertThat(layers[i / 5][i % 5]).isCloseTo(expected[i / 5][i % 5], within(2e-3));
            }
        }
    }

    @Test
    void valuesThatAreNotDifferentCannotBeForced() {
        var same = new ExpectedAnswer("\nScore: ", List.of("1", "1"), true, text -> new Finding.Missing());
        Request asked = request("a", "Judge.", 1, 3, Sampling.greedy(4));
        assertThatThrownBy(() -> sample(new Request("a", asked.prompt(), 1, asked.sampling(), 3, Optional.of(same))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("force: false");
    }

    /** The values' probabilities after the prompt, the tokens and a text, computed from a fresh prompt. */
    private void assertDistribution(Distribution actual, int[] prompt, List<Integer> tokens, String text) {
        var all = new ArrayList<>(Arrays.stream(prompt).boxed().toList());
        all.addAll(tokens);
        Arrays.stream(model.tokenizer().encode(text, false)).forEach(all::add);
        model.decoder().begin(1, all.size(), 1, 2048);
        model.decoder().prefill(0, 0, all.stream().mapToInt(i -> i).toArray());
        float[] logits = model.decoder().lastLogits()[0];
        double total = 0;
        for (float logit : logits) {
            total += Math.exp(logit);
        }
        double mass = 0;
        for (int value = 0; value < SCORES.size(); value++) {
            mass += Math.exp(logits[DIGIT_1 + value]) / total;
        }
        assertThat(actual.mass()).isCloseTo(mass, within(1e-3));
        for (int value = 0; value < SCORES.size(); value++) {
            double expected = Math.exp(logits[DIGIT_1 + value]) / total / mass;
            assertThat(actual.probabilities().get(value)).isCloseTo(expected, within(1e-3));
        }
    }

    private List<Completion> sample(Request request) {
        return sampler.sample(List.of(request), tokens -> {}).getFirst();
    }

    private static Request request(String id, String prompt, int samples, long seed, Sampling sampling) {
        return new Request(
                id, new Input.Chat(List.of(Message.user(prompt))), samples, sampling, seed, Optional.empty());
    }

    private static Request expecting(Request request) {
        var answer = new ExpectedAnswer("\nScore: ", SCORES, true, EmbeddedSamplerIT::find);
        return new Request(
                request.id(),
                request.prompt(),
                request.samples(),
                request.sampling(),
                request.seed(),
                Optional.of(answer));
    }

    private static Finding find(String text) {
        int at = text.lastIndexOf("Score: ");
        int value = at + "Score: ".length();
        return at >= 0 && value < text.length() && SCORES.contains(text.substring(value, value + 1))
                ? new Finding.Found(at, value, value + 1)
                : new Finding.Missing();
    }
}
