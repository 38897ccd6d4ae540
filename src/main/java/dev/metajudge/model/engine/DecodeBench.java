package dev.metajudge.model.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures prefill and decoding, with no row ever stopping.
 *
 * @param decoder what is measured
 * @param text tokens that the prompts are made of, each beginning elsewhere in it
 * @param shape how much at once
 */
public record DecodeBench(Decoder decoder, int[] text, Shape shape) {
    /**
     * How much at once.
     *
     * @param rows rows
     * @param share rows that share a prompt; divides rows
     * @param prompt tokens of each prompt
     * @param tokens tokens sampled in each row
     */
    public record Shape(int rows, int share, int prompt, int tokens) {}

    /**
     * What was measured, in tokens a second.
     *
     * @param prefill prompts' tokens, each prompt counted once
     * @param decode sampled tokens of all rows
     */
    public record Rates(double prefill, double decode) {}

    /** The best of three runs after one that warms up. */
    public Rates best(Choice choice) {
        run(choice);
        return IntStream.range(0, 3)
                .mapToObj(i -> run(choice))
                .reduce((a, b) -> new Rates(Math.max(a.prefill(), b.prefill()), Math.max(a.decode(), b.decode())))
                .orElseThrow();
    }

    private Rates run(Choice choice) {
        var limits = new Generator.Limits(choice, shape.tokens(), new int[0], Generator.Limits.NEVER);
        List<Generator.Job> jobs = new ArrayList<>();
        for (int slot = 0; slot < shape.rows() / shape.share(); slot++) {
            int first = 17 * slot;
            int[] ids = IntStream.range(0, shape.prompt())
                    .map(i -> text[(first + i) % text.length])
                    .toArray();
            jobs.add(new Generator.Job(ids, shape.share(), slot));
        }
        var generator = new Generator(decoder, limits, jobs);
        long start = System.nanoTime();
        generator.prefill();
        long filled = System.nanoTime();
        generator.run(sampled -> {});
        long ended = System.nanoTime();
        decoder.end();
        return new Rates(
                1e9 * jobs.size() * shape.prompt() / (filled - start),
                1e9 * shape.rows() * shape.tokens() / (ended - filled));
    }
}
