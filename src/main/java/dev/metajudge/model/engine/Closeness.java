package dev.metajudge.model.engine;

import java.util.List;

/**
 * How close one decoder's next-token distributions are to another's, the mean over the tokens of some texts.
 *
 * @param tokens how many were predicted
 * @param divergence Kullback-Leibler divergence of the second from the first, sum p log(p / q), in nats
 * @param logprob the second's log-probability of the text's own next token minus the first's
 * @param agreement how often both find the same token most probable, 0 to 1
 */
public record Closeness(long tokens, double divergence, double logprob, double agreement) {
    /**
     * Compares two decoders of one vocabulary.
     *
     * @param texts token ids, two or more each
     */
    public static Closeness mean(Decoder exact, Decoder other, List<int[]> texts) {
        long tokens = 0;
        double divergence = 0;
        double logprob = 0;
        double agreement = 0;
        for (int[] text : texts) {
            float[][] p = logits(exact, text);
            float[][] q = logits(other, text);
            for (int at = 0; at + 1 < text.length; at++) {
                double pTotal = total(p[at]);
                double qTotal = total(q[at]);
                divergence += divergence(p[at], pTotal, q[at], qTotal);
                logprob += q[at][text[at + 1]] - qTotal - p[at][text[at + 1]] + pTotal;
                agreement += best(p[at]) == best(q[at]) ? 1 : 0;
                tokens++;
            }
        }
        return new Closeness(tokens, divergence / tokens, logprob / tokens, agreement / tokens);
    }

    private static float[][] logits(Decoder decoder, int[] text) {
        decoder.begin(1, text.length, 1, text.length);
        float[][] states = decoder.hiddenStates(text);
        float[][] logits = decoder.logits(states[states.length - 1]);
        decoder.end();
        return logits;
    }

    /** log sum exp. */
    private static double total(float[] logits) {
        double most = logits[best(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        return most + Math.log(sum);
    }

    private static double divergence(float[] p, double pTotal, float[] q, double qTotal) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double logP = p[i] - pTotal;
            sum += Math.exp(logP) * (logP - q[i] + qTotal);
        }
        return sum;
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
