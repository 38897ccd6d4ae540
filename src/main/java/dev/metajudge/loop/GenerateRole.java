package dev.metajudge.loop;

import dev.metajudge.config.Generate;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.PromptPool;
import dev.metajudge.prompt.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * How a model is asked for a new prompt: eight examples, six of them seeds and two that models wrote, or more seeds
 * while there are not two (arXiv 2212.10560, section 2.2).
 *
 * @param seeds examples of their own; empty when they are the pool's prompts
 */
record GenerateRole(Template template, List<PoolPrompt> seeds) {
    static final String ROLE = "generate";

    private static final int EXAMPLES = 8;
    private static final int WRITTEN = 2;

    GenerateRole {
        seeds = List.copyOf(seeds);
    }

    /** @throws dev.metajudge.UserError when the template is not there, or has other variables */
    static GenerateRole of(PromptLibrary library, Generate generate, PromptPool pool) {
        var template = library.template(ROLE, generate.template());
        template.check(Set.copyOf(PromptLibrary.GENERATE_VARIABLES));
        return new GenerateRole(template, pool.seeds());
    }

    /**
     * Examples for one request, chosen by its seed.
     *
     * @param seeds prompts by people, one or more
     * @param written prompts by models so far
     */
    static List<PoolPrompt> examples(List<PoolPrompt> seeds, List<PoolPrompt> written, long seed) {
        var random = new Random(seed);
        int ofWritten = Math.min(WRITTEN, written.size());
        List<PoolPrompt> examples = new ArrayList<>(some(written, ofWritten, random));
        examples.addAll(some(seeds, EXAMPLES - ofWritten, random));
        Collections.shuffle(examples, random);
        return examples;
    }

    /** So many different ones, or all: the beginning of a shuffle, of which only the moved places are kept. */
    private static List<PoolPrompt> some(List<PoolPrompt> prompts, int most, Random random) {
        Map<Integer, Integer> moved = new HashMap<>();
        List<PoolPrompt> some = new ArrayList<>();
        for (int i = 0; i < Math.min(most, prompts.size()); i++) {
            int place = i + random.nextInt(prompts.size() - i);
            some.add(prompts.get(moved.getOrDefault(place, place)));
            moved.put(place, moved.getOrDefault(i, i));
        }
        return some;
    }

    List<Message> prompt(List<PoolPrompt> examples) {
        var text = new StringBuilder();
        for (int i = 0; i < examples.size(); i++) {
            text.append(i == 0 ? "" : "\n\n")
                    .append(i + 1)
                    .append(". ")
                    .append(examples.get(i).text());
        }
        return template.render(Map.of("examples", text.toString(), "next", Integer.toString(examples.size() + 1)));
    }
}
