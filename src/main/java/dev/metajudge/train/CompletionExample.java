package dev.metajudge.train;

import dev.metajudge.prompt.Message;
import java.util.List;

/**
 * A completion to be learned.
 *
 * @param id named in messages
 * @param prompt the conversation that it answers
 * @param completion what the model is to write
 */
public record CompletionExample(String id, List<Message> prompt, String completion) {
    public CompletionExample {
        prompt = List.copyOf(prompt);
    }
}
