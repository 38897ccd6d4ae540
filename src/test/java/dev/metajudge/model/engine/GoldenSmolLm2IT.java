package dev.metajudge.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.Precision;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The decoder on SmolLM2 in fp32 against independent numbers (golden/smollm2), one prompt at a time and together. */
class GoldenSmolLm2IT {
    private static final double LOGIT = 1e-3;

    private final Decoder decoder = RealModel.decoder(Precision.FP32);
    private final List<JsonNode> cases = cases("generation.json");

    @Test
    void logitsAfterEachPrompt() {
        int longest = cases.stream().mapToInt(c -> c.get("ids").size()).max().orElseThrow();
        decoder.begin(cases.size(), longest, 1, 2048);
        for (int slot = 0; slot < cases.size(); slot++) {
            decoder.prefill(slot, 0, ints(cases.get(slot).get("ids")));
        }
        float[][] logits = decoder.lastLogits();
        for (int slot = 0; slot < cases.size(); slot++) {
            JsonNode expected = cases.get(slot);
            int[] ids = ints(expected.get("top20_ids"));
            for (int i = 0; i < ids.length; i++) {
                assertThat((double) logits[slot][ids[i]])
                        .isCloseTo(expected.get("top20_logits").get(i).doubleValue(), within(LOGIT));
            }
            assertThat(logSumExp(logits[slot]))
                    .isCloseTo(expected.get("logsumexp").doubleValue(), within(LOGIT));
        }
    }

    @Test
    void aPromptGoneOnWithFromAnotherOnesBeginning() {
        int[] ids = ints(cases.getLast().get("ids"));
        decoder.begin(2, ids.length, 1, 2048);
        decoder.prefill(0, 0, Arrays.copyOf(ids, 20));
        decoder.copyPrefix(0, 1, 17);
        decoder.prefill(1, 17, Arrays.copyOfRange(ids, 17, ids.length));
        int best = ints(cases.getLast().get("top20_ids"))[0];
        assertThat((double) decoder.lastLogits()[1][best])
                .isCloseTo(cases.getLast().get("top20_logits").get(0).doubleValue(), within(LOGIT));
    }

    @Test
    void greedyTokensAllPromptsTogether() {
        List<Generator.Job> jobs = cases.stream()
                .map(c -> new Generator.Job(ints(c.get("ids")), 2, 1))
                .toList();
        List<Row> rows = run(new Generator(decoder, greedy(48), jobs));
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).tokens()).isEqualTo(ints(cases.get(i / 2).get("greedy_ids")));
        }
    }

    @Test
    void rowsThatEndEarlyLeaveTheOthersAsTheyAre() {
        List<Generator.Job> jobs = cases.stream()
                .map(c -> new Generator.Job(ints(c.get("ids")), 1, 1))
                .toList();
        var limits = new Generator.Limits(Choice.GREEDY, 48, new int[] {2}, Generator.Limits.NEVER);
        List<Row> rows = run(new Generator(decoder, limits, jobs));
        for (int i = 0; i < rows.size(); i++) {
            JsonNode eos = cases.get(i).get("eos_at");
            int[] expected = ints(cases.get(i).get("greedy_ids"));
            assertThat(rows.get(i).tokens())
                    .isEqualTo(eos.isNull() ? expected : Arrays.copyOf(expected, eos.intValue()));
            assertThat(rows.get(i).end()).isEqualTo(eos.isNull() ? Row.End.LENGTH : Row.End.TOKEN);
        }
    }

    @Test
    void weighingAnotherEndEqualsAPromptThatEndsThatWay() {
        List<Generator.Job> jobs = cases.stream()
                .map(c -> new Generator.Job(ints(c.get("ids")), 1, 1))
                .toList();
        var limits = new Generator.Limits(Choice.GREEDY, 40, new int[] {2}, Generator.Limits.NEVER);
        var generator = new Generator(decoder, limits, jobs);
        List<Row> rows = run(generator);
        int[] tail = {198, 28, 30};
        int[] allowed = {33, 34, 504};
        Readout[] weighed = generator.weigh(
                rows.stream()
                        .map(row -> new Generator.Question(2, tail, Branches.NONE, allowed))
                        .toList(),
                new Lens(false, false, new int[0]));
        for (int i = 0; i < rows.size(); i++) {
            int[] prompt =
                    concat(jobs.get(i).prompt(), Arrays.copyOf(rows.get(i).tokens(), 2), tail);
            decoder.begin(1, prompt.length, 1, 2048);
            decoder.prefill(0, 0, prompt);
            float[] logits = decoder.lastLogits()[0];
            for (int k = 0; k < allowed.length; k++) {
                assertThat(weighed[i].logit(0, 0, k)).isCloseTo(logits[allowed[k]], within(LOGIT));
            }
            assertThat(weighed[i].total(0, 0)).isCloseTo(logSumExp(logits), within(LOGIT));
        }
    }

    @Test
    void logProbabilitiesOfCompletions() {
        for (JsonNode c : cases("logprobs.json")) {
            int[] completion = ints(c.get("completion_ids"));
            int[] all = concat(ints(c.get("prompt_ids")), completion);
            decoder.begin(1, all.length, 1, 2048);
            double[] logprobs = decoder.follow(Arrays.copyOf(all, all.length - 1), completion);
            for (int i = 0; i < logprobs.length; i++) {
                assertThat(logprobs[i]).isCloseTo(c.get("logprobs").get(i).doubleValue(), within(LOGIT));
            }
            assertThat(Arrays.stream(logprobs).sum()).isCloseTo(c.get("sum").doubleValue(), within(1e-2));
        }
    }

    private static List<Row> run(Generator generator) {
        generator.prefill();
        return generator.run(tokens -> {});
    }

    private static Generator.Limits greedy(int tokens) {
        return new Generator.Limits(Choice.GREEDY, tokens, new int[0], Generator.Limits.NEVER);
    }

    private static double logSumExp(float[] logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        return Math.log(sum);
    }

    private static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    private static List<JsonNode> cases(String file) {
        try (var in = GoldenSmolLm2IT.class.getResourceAsStream("/golden/smollm2/" + file)) {
            JsonNode all = new ObjectMapper().readTree(in).get("cases");
            return StreamSupport.stream(all.spliterator(), false).toList();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
