package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What a round asks of a model before training, as a fixed piece of work to be timed: answers to prompts, then judgments
 * of each answer. Nothing is stored, and no score is forced.
 *
 * @param prompts one or more
 * @param responses to each prompt
 * @param judgments of each response
 * @param responding how responses are sampled
 * @param judging how judgments are sampled
 * @param judge the template with an instruction and a response
 * @param seed decides the random choices
 */
public record Workload(
        List<PoolPrompt> prompts,
        int responses,
        int judgments,
        Sampling responding,
        Sampling judging,
        Template judge,
        long seed) {
    public Workload {
        prompts = List.copyOf(prompts);
    }

    /**
     * How long it took.
     *
     * @param responses tokens of all responses
     * @param respondSeconds wall time until the last response was there
     * @param judgments tokens of all judgments
     * @param judgeSeconds wall time from there to the last judgment
     */
    public record Figures(long responses, double respondSeconds, long judgments, double judgeSeconds) {
        public double seconds() {
            return respondSeconds + judgeSeconds;
        }

        public long tokens() {
            return responses + judgments;
        }

        public double respondRate() {
            return responses / respondSeconds;
        }

        public double judgeRate() {
            return judgments / judgeSeconds;
        }
    }

    /** All completions that there will be. */
    public int completions() {
        return prompts.size() * responses * (1 + judgments);
    }

    /**
     * Does it once.
     *
     * @param tokens told now and then how many tokens were sampled since it was last told
     */
    public Figures run(Sampler sampler, LongConsumer tokens) {
        long start = System.nanoTime();
        var answered = sampler.sample(
                prompts.stream()
                        .map(prompt ->
                                request(prompt.id(), List.of(Message.user(prompt.text())), responses, responding))
                        .toList(),
                tokens);
        long middle = System.nanoTime();
        var judging = new ArrayList<Request>();
        for (int i = 0; i < prompts.size(); i++) {
            for (Completion answer : answered.get(i)) {
                var text = Map.of("instruction", prompts.get(i).text(), "response", answer.text());
                judging.add(request(prompts.get(i).id(), judge.render(text), judgments, this.judging));
            }
        }
        var judged = sampler.sample(judging, tokens);
        long end = System.nanoTime();
        return new Figures(written(answered), (middle - start) / 1e9, written(judged), (end - middle) / 1e9);
    }

    private Request request(String id, List<Message> messages, int samples, Sampling sampling) {
        return new Request(id, new Input.Chat(messages), samples, sampling, seed, Optional.empty());
    }

    private static long written(List<List<Completion>> completions) {
        return completions.stream()
                .flatMap(List::stream)
                .mapToLong(Completion::written)
                .sum();
    }
}
