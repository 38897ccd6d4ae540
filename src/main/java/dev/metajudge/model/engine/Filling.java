package dev.metajudge.model.engine;

import dev.metajudge.model.engine.Decoder.Fill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * In which order prompts go into their slots. What a prompt has in common with the one before it is copied; what is new
 * in several prompts is computed in one pass, as soon as what it follows is there. The first prompt goes first: all
 * others begin as it does, be it by nothing.
 */
final class Filling {
    /** New tokens in one pass; more would only take memory. */
    private static final int PASS = 512;

    /** A copy of so few tokens is not worth a pass later. */
    private static final int WORTH_WAITING = 32;

    private final List<int[]> prompts;
    /** Tokens that all prompts begin with. */
    private final int common;

    /** The tokens with which a prompt begins like the one before it; the last token is always computed. */
    private final int[] shared;

    private Filling(List<int[]> prompts) {
        this.prompts = prompts;
        shared = new int[prompts.size()];
        int least = prompts.getFirst().length;
        for (int slot = 1; slot < shared.length; slot++) {
            int[] prompt = prompts.get(slot);
            int differ = Arrays.mismatch(prompts.get(slot - 1), prompt);
            shared[slot] = Math.min(differ < 0 ? prompt.length : differ, prompt.length - 1);
            least = Math.min(least, shared[slot]);
        }
        common = least;
    }

    /** Puts prompts into the slots of a decoder that has begun. */
    static void fill(Decoder decoder, List<int[]> prompts) {
        var filling = new Filling(prompts);
        decoder.prefill(0, 0, prompts.getFirst());
        List<Integer> waiting = new ArrayList<>();
        for (int slot = 1; slot < prompts.size(); slot++) {
            waiting.add(slot);
        }
        while (!waiting.isEmpty()) {
            waiting = filling.wave(decoder, waiting);
        }
    }

    /** The first of the prompts in a row that begin as this one does, as far as it begins like the one before it. */
    private int source(int slot) {
        int first = slot;
        while (first > 1 && shared[first - 1] >= shared[slot]) {
            first--;
        }
        return first - 1;
    }

    /** Fills the slots that can be filled now; those that wait for them come back. */
    private List<Integer> wave(Decoder decoder, List<Integer> slots) {
        List<Integer> later = new ArrayList<>();
        List<Fill> pass = new ArrayList<>();
        int tokens = 0;
        for (int slot : slots) {
            boolean follows = shared[slot] >= common + WORTH_WAITING;
            int source = follows ? source(slot) : 0;
            if (slots.contains(source)) {
                later.add(slot);
                continue;
            }
            int past = follows ? shared[slot] : common;
            if (past > 0) {
                decoder.copyPrefix(source, slot, past);
            }
            int[] prompt = prompts.get(slot);
            if (tokens > 0 && tokens + prompt.length - past > PASS) {
                decoder.prefill(pass);
                pass.clear();
                tokens = 0;
            }
            pass.add(new Fill(slot, past, Arrays.copyOfRange(prompt, past, prompt.length)));
            tokens += prompt.length - past;
        }
        if (!pass.isEmpty()) {
            decoder.prefill(pass);
        }
        return later;
    }
}
