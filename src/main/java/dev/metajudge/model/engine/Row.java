package dev.metajudge.model.engine;

import java.util.Arrays;
import java.util.SplittableRandom;

/** One completion being sampled. */
public final class Row {
    private final int slot;
    private final int promptTokens;
    private final SplittableRandom random;
    private int[] tokens = new int[32];
    private int size;
    private double logprob;
    private End end = End.NONE;

    /** How a row ended. */
    public enum End {
        NONE,
        /** By a stop token, which the decoder's caches do not hold and {@link #tokens} neither. */
        TOKEN,
        /** By the stop rule. */
        RULE,
        /** By the limit of tokens. */
        LENGTH
    }

    Row(int slot, Generator.Job job, int sample) {
        this.slot = slot;
        promptTokens = job.prompt().length;
        // Scrambled twice: neighbouring seeds of SplittableRandom give streams that overlap.
        random = new SplittableRandom(new SplittableRandom(job.seed() ^ sample * 0xD1342543DE82EF95L).nextLong());
    }

    void accept(int token, double tokenLogprob, Generator.Limits limits) {
        if (Double.isNaN(tokenLogprob)) {
            throw new IllegalStateException(
                    "the model's output is not a number; its weights or the precision are at fault");
        }
        logprob += tokenLogprob;
        if (Arrays.binarySearch(limits.stopTokens(), token) >= 0) {
            end = End.TOKEN;
            return;
        }
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * size);
        }
        tokens[size++] = token;
        if (limits.stop().ends(this)) {
            end = End.RULE;
        } else if (size >= limits.maxTokens()) {
            end = End.LENGTH;
        }
    }

    /** A random number in [0, 1) with 32 bits. */
    public double uniform() {
        return (random.nextInt() & 0xFFFFFFFFL) * 0x1p-32;
    }

    public int slot() {
        return slot;
    }

    public int promptTokens() {
        return promptTokens;
    }

    /** The sampled tokens so far, without a stop token. */
    public int[] tokens() {
        return Arrays.copyOf(tokens, size);
    }

    public int size() {
        return size;
    }

    int lastToken() {
        return tokens[size - 1];
    }

    /** How many of the tokens the decoder has seen: all, but the last one if nothing was drawn after it. */
    public int fed() {
        return end == End.TOKEN ? size : size - 1;
    }

    /** Sum of the sampled tokens' log-probabilities, a stop token's included. */
    public double logprob() {
        return logprob;
    }

    public End end() {
        return end;
    }

    boolean ended() {
        return end != End.NONE;
    }
}
