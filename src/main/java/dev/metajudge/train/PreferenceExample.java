package dev.metajudge.train;

import dev.metajudge.prompt.Message;
import java.util.List;

/**
 * A preference pair ready for training.
 *
 * @param id the pair's id, named in messages
 * @param prompt the conversation that both answer
 * @param chosen the better completion
 * @param rejected the worse one
 */
public record PreferenceExample(String id, List<Message> prompt, String chosen, String rejected) {
    public PreferenceExample {
        prompt = List.copyOf(prompt);
    }
}
