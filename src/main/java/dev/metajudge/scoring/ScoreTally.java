package dev.metajudge.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** Counts what lines come to. */
final class ScoreTally {
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int items;
    private int scored;
    private double mass;
    private long samples;
    private long unreadable;

    void add(String text) {
        items++;
        JsonNode line = ScoreLine.parsed(text);
        samples += line.path("samples").asLong(0);
        unreadable += line.path("unreadable").asLong(0);
        if (line.path("score").isNumber()) {
            scored++;
            mass += line.path("mass").doubleValue();
        } else {
            // "too long: 9000 tokens, ..." counts as "too long".
            reasons.merge(line.path("reason").asText().replaceFirst(":.*", ""), 1, Integer::sum);
        }
    }

    ScoreJob.Outcome outcome() {
        return new ScoreJob.Outcome(items, scored, reasons, mass / scored, samples, unreadable);
    }
}
