package dev.metajudge.export;

import dev.metajudge.prompt.Message;
import java.util.List;

/**
 * A preference pair as a conversation and two ways in which it goes on.
 *
 * @param id names it: "r1.p12.actor"
 * @param kind "actor" or "judge", or what else its source calls it
 * @param prompt the conversation that both answer
 * @param chosen the better completion
 * @param rejected the worse one
 */
public record ExportedPair(String id, String kind, List<Message> prompt, String chosen, String rejected) {
    public ExportedPair {
        prompt = List.copyOf(prompt);
    }
}
