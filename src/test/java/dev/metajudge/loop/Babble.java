package dev.metajudge.loop;

import dev.metajudge.backend.Request;
import java.util.List;
import java.util.SplittableRandom;

/** A small model's way of writing: mostly to the point, now and then without an answer, out of range, cut off or twice the same. */
final class Babble implements ScriptedEngine.Script {
    private static final List<String> WORDS =
            List.of("blue", "light", "é", "scatter", "Score: 5", "sky\n", "</response>");

    @Override
    public String text(Request request, int sample, SplittableRandom random) {
        if (request.ending().isEmpty()) {
            return words(random, 1 + random.nextInt(2));
        }
        boolean score = request.ending().get().lead().contains("Score");
        var reason = words(random, random.nextInt(4)) + ".\n";
        return switch (random.nextInt(6)) {
            case 0 -> reason;
            case 1 -> score ? reason + "Score: 45" : reason + "Winner: tie";
            default ->
                reason
                        + (score
                                ? "Score: " + (1 + random.nextInt(5))
                                : "Winner: Judgement " + "AB".charAt(random.nextInt(2)));
        };
    }

    private static String words(SplittableRandom random, int count) {
        var text = new StringBuilder("So");
        for (int i = 0; i < count; i++) {
            text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }
}
