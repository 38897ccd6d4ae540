package dev.metajudge.backend;

import java.util.List;
import java.util.Optional;

/**
 * One prompt whose score is read.
 *
 * @param id names the request in messages
 * @param prompt what the model reads
 * @param lead what the assistant's turn begins with, up to the value ("Score: "); of text, what it ends with, "" for
 *     whatever that is
 * @param values the values asked about, in order: "1" to "5"
 * @param reading how layers are read; empty for the last one alone, whose distribution is all that some backends have
 */
public record ScoreRequest(String id, Input prompt, String lead, List<String> values, Optional<Reading> reading) {
    public ScoreRequest {
        values = List.copyOf(values);
        if (values.size() < 2) {
            throw new IllegalArgumentException("request " + id + ": a score needs two values or more");
        }
    }
}
