package dev.metajudge.store;

import java.util.Optional;

/**
 * What a model wrote when it was asked for a new prompt.
 *
 * @param id "r", the round, ".g" and the request
 * @param request which request of the round, from 1
 * @param examples ids of the prompts shown, in order, as a JSON list
 * @param text all that the model wrote
 * @param outcome "kept", or why it makes no prompt of the pool
 * @param nearest id of the prompt that it is too much like
 * @param similarity how much: ROUGE-L
 * @param prompt the prompt that it became
 */
public record GeneratedPromptRow(
        String id,
        int round,
        int request,
        String model,
        String template,
        String sampling,
        long seed,
        String examples,
        String text,
        String finish,
        int tokens,
        int promptTokens,
        Optional<Double> logprob,
        String outcome,
        Optional<String> nearest,
        Optional<Double> similarity,
        Optional<String> prompt)
        implements Row {}
