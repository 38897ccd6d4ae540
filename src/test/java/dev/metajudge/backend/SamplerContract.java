package dev.metajudge.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.backend.ExpectedAnswer.Finding;
import dev.metajudge.prompt.Message;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every sampler keeps to, wherever its model is. */
public abstract class SamplerContract {
    protected static final List<String> SCORES = List.of("1", "2", "3", "4", "5");

    protected abstract Sampler sampler();

    protected static Request request(String id, String prompt, int samples, Sampling sampling) {
        return new Request(id, new Input.Chat(List.of(Message.user(prompt))), samples, sampling, 7, Optional.empty());
    }

    protected static Request judged(Sampling sampling, ExpectedAnswer.Finder finder, boolean force) {
        var ending = new ExpectedAnswer("\nScore: ", SCORES, force, finder);
        var prompt = new Input.Chat(List.of(Message.user("How good is tea, from 1 to 5? End with \"Score: n\".")));
        return new Request("judged", prompt, 1, sampling, 7, Optional.of(ending));
    }

    @Test
    void everyRequestGetsItsSamplesAndTokensAreTold() {
        var told = new AtomicLong();
        var sampling = new Sampling(0.8, 0.95, 0, 0, 6, List.of());
        var answers = sampler()
                .sample(
                        List.of(
                                request("a", "Name a colour.", 2, sampling),
                                request("b", "What is rain?", 1, sampling)),
                        told::addAndGet);
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).hasSize(2);
        assertThat(answers.get(1)).hasSize(1);
        var all = answers.stream().flatMap(List::stream).toList();
        assertThat(all).allSatisfy(completion -> {
            assertThat(completion.written()).isBetween(1, 6);
            assertThat(completion.promptTokens()).isPositive();
            assertThat(completion.logprob().orElseThrow()).isNegative();
            assertThat(completion.forced()).isFalse();
        });
        assertThat(told.get()).isPositive();
    }

    @Test
    void aLimitEndsATextAndSaysSo() {
        var completion = sampler()
                .sample(List.of(request("a", "Tell me a long story.", 1, Sampling.greedy(3))), tokens -> {})
                .getFirst()
                .getFirst();
        assertThat(completion.written()).isEqualTo(3);
        assertThat(completion.finish()).isEqualTo(Completion.Finish.LENGTH);
    }

    @Test
    void aPromptThatFillsTheContextGivesNothing() {
        var completion = sampler()
                .sample(List.of(request("a", "word ".repeat(20_000), 1, Sampling.greedy(3))), tokens -> {})
                .getFirst()
                .getFirst();
        assertThat(completion.hadNoRoom()).isTrue();
        assertThat(completion.text()).isEmpty();
    }

    @Test
    void aMissingScoreIsForcedByTheModelsOwnDistribution() {
        var completion = sampler()
                .sample(List.of(judged(Sampling.greedy(4), text -> new Finding.Missing(), true)), tokens -> {})
                .getFirst()
                .getFirst();
        var distribution = completion.answer().orElseThrow();
        assertThat(completion.forced()).isTrue();
        assertThat(completion.text()).matches("(?s).*\nScore: [1-5]");
        assertThat(distribution.probabilities()).hasSize(5);
        assertThat(distribution.probabilities().stream().mapToDouble(p -> p).sum())
                .isCloseTo(1, within(1e-9));
        // After "Score: " this model wants a digit.
        assertThat(distribution.mass()).isBetween(0.3, 1.0);
        int best =
                Integer.parseInt(completion.text().substring(completion.text().length() - 1));
        assertThat(distribution.probabilities())
                .allSatisfy(p -> assertThat(p)
                        .isLessThanOrEqualTo(distribution.probabilities().get(best - 1)));
    }

    @Test
    void aRefusedOrUnwantedScoreStaysAsItIs() {
        var refused = judged(Sampling.greedy(2), text -> new Finding.Refused(), true);
        var unwanted = judged(Sampling.greedy(2), text -> new Finding.Missing(), false);
        assertThat(sampler().sample(List.of(refused, unwanted), tokens -> {})).allSatisfy(completions -> {
            assertThat(completions.getFirst().forced()).isFalse();
            assertThat(completions.getFirst().answer()).isEmpty();
        });
    }
}
