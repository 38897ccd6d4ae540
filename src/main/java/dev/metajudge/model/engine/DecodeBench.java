package dev.metajudge.model.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures prefill and decoding on made-up prompts, with no row ever stopping.
 *
 * @param decoder what is measured
 * @param rows rows at once
 * @param share rows that share a prompt; divides rows
 * @param prompt tokens of each prompt
 * @param tokens tokens sampled in each row
 */
public record DecodeBench(Decoder decoder, int rows, int share, int prompt, int tokens) {
    /**
     * What was measured, in tokens a second.
     *
     * @param prefill prompts' tokens, each prompt counted once
     * @param decode sampled tokens of all rows
     */
    public record Rates(double prefill, double decode) {}

    /** Runs once. */
    public Rates run(Choice choice) {
        var limits = new Generator.Limits(choice, tokens, new int[0], Generator.Limits.NEVER);
        var random = new SplittableRandom(7);
        List<Generator.Job> jobs = new ArrayList<>();
        for (int slot = 0; slot < rows / share; slot++) {
            int[] ids = random.ints(prompt, 0, decoder.config().vocabulary()).toArray();
            jobs.add(new Generator.Job(ids, share, slot));
        }
        var generator = new Generator(decoder, limits, jobs);
        long start = System.nanoTime();
        generator.prefill();
        long filled = System.nanoTime();
        generator.run(sampled -> {});
        long ended = System.nanoTime();
        return new Rates(1e9 * jobs.size() * prompt / (filled - start), 1e9 * rows * tokens / (ended - filled));
    }
}
