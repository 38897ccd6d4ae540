package dev.metajudge.backend.server;

import dev.metajudge.backend.ExpectedAnswer.Distribution;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Input.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Reads distributions over an answer's values from the most probable tokens where the value stands. A value that others
 * go on from ("1" and "10") counts with the probability that the number ends there, which takes a call more. What the
 * server's list does not hold is missing from the mass.
 *
 * <p>Whether the blank before a value belongs to the value's token (" A") or stands alone ("5" after " ") is up to the
 * model's tokenizer, which a server keeps to itself. So both are tried once, on a short question, and what holds more
 * of the model's probability is used from then on.
 */
final class Values {
    /** A beginning less probable than this is not gone on with. */
    private static final double LEAST = 1e-6;

    private final Server server;
    private final Map<Answer, Boolean> blanks = new ConcurrentHashMap<>();

    private record Answer(String lead, List<String> values) {}

    Values(Server server) {
        this.server = server;
    }

    /**
     * What the model says of the values next.
     *
     * @param written what it has written, the lead at its end
     * @param lead the answer's lead, by which the place of the blank is found out
     * @return empty if the server cannot go on with an answer, or lists none of the values
     */
    Optional<Distribution> distribution(Input prompt, String written, String lead, List<String> values) {
        // A raw text is what was written.
        return prompt instanceof Text(String text)
                ? read(new Text(""), text + written, lead, values)
                : read(prompt, written, lead, values);
    }

    private Optional<Distribution> read(Input prompt, String written, String lead, List<String> values) {
        boolean blank = !written.endsWith(" ")
                || blanks.computeIfAbsent(new Answer(lead, values), answer -> keepsBlank(prompt, answer));
        return walk(prompt, blank ? written : written.stripTrailing(), values).map(Values::distribution);
    }

    private static Distribution distribution(Map<String, Double> found) {
        double mass = found.values().stream().mapToDouble(p -> p).sum();
        return new Distribution(found.values().stream().map(p -> p / mass).toList(), Math.min(1, mass));
    }

    /** Whether the values stand behind the blank rather than carry it. */
    private boolean keepsBlank(Input kind, Answer answer) {
        var question = "Answer with one of these and nothing else: " + String.join(", ", answer.values());
        var lead = answer.lead().isEmpty() ? "Score: " : answer.lead();
        Input prompt = kind instanceof Text
                ? new Text("")
                : new Input.Chat(List.of(dev.metajudge.prompt.Message.user(question)));
        var written = kind instanceof Text ? question + "\n" + lead : lead;
        return mass(prompt, written, answer.values()) >= mass(prompt, written.stripTrailing(), answer.values());
    }

    private double mass(Input prompt, String written, List<String> values) {
        return next(prompt, written).stream()
                .filter(token -> values.stream().anyMatch(value -> value.startsWith(bare(token))))
                .mapToDouble(Token::probability)
                .sum();
    }

    /** The text of a value's first token, without a blank that it carries; a blank alone is no value. */
    private static String bare(Token token) {
        var text = token.text();
        var bare = text.startsWith(" ") ? text.substring(1) : text;
        return bare.isEmpty() ? "\0" : bare;
    }

    private Optional<Map<String, Double>> walk(Input prompt, String written, List<String> values) {
        Map<String, Double> found = new LinkedHashMap<>();
        values.forEach(value -> found.put(value, 0.0));
        Map<String, Double> open = new LinkedHashMap<>();
        for (Token token : next(prompt, written)) {
            place(bare(token), token.probability(), found, open);
        }
        while (!open.isEmpty()) {
            var begun = open.entrySet().iterator().next();
            String prefix = begun.getKey();
            double reach = begun.getValue();
            open.remove(prefix);
            if (reach >= LEAST) {
                // A value may carry the blank that was taken away.
                var before = written.endsWith(" ") || written.isEmpty() ? written : written + blank(written);
                goOn(next(prompt, before + prefix), prefix, reach, found, open);
            }
        }
        return found.values().stream().anyMatch(p -> p > 0) ? Optional.of(found) : Optional.empty();
    }

    private static String blank(String written) {
        return written.endsWith(":") || Character.isLetterOrDigit(written.charAt(written.length() - 1)) ? " " : "";
    }

    private static void goOn(
            List<Token> next, String prefix, double reach, Map<String, Double> found, Map<String, Double> open) {
        var digits = next.stream()
                .filter(token -> !token.text().isEmpty()
                        && Character.isDigit(token.text().charAt(0)))
                .collect(Collectors.toList());
        double more = digits.stream().mapToDouble(Token::probability).sum();
        if (found.containsKey(prefix)) {
            found.merge(prefix, reach * Math.max(0, 1 - more), Double::sum);
        }
        digits.forEach(token -> place(prefix + token.text(), reach * token.probability(), found, open));
    }

    private static void place(String text, double probability, Map<String, Double> found, Map<String, Double> open) {
        boolean longer =
                found.keySet().stream().anyMatch(value -> value.length() > text.length() && value.startsWith(text));
        if (longer) {
            open.merge(text, probability, Double::sum);
        } else if (found.containsKey(text)) {
            found.merge(text, probability, Double::sum);
        }
    }

    private List<Token> next(Input prompt, String written) {
        return server.next(prompt, written)
                .flatMap(Reply::tokens)
                .filter(tokens -> !tokens.isEmpty())
                .map(tokens -> tokens.getFirst().top())
                .orElse(List.of());
    }

    /**
     * The values where the model wrote one, out of what came with the answer itself, for a server that cannot be asked
     * again. Only values of which none goes on from another can be read so.
     *
     * @param at where in the answer the value begins
     */
    static Optional<Distribution> written(Reply reply, int at, List<String> values) {
        if (values.stream()
                .anyMatch(value -> values.stream()
                        .anyMatch(other -> other.length() > value.length() && other.startsWith(value)))) {
            return Optional.empty();
        }
        return reply.tokens()
                .flatMap(tokens -> tokenAt(tokens, reply.text(), at))
                .flatMap(token -> {
                    Map<String, Double> found = new LinkedHashMap<>();
                    values.forEach(value -> found.put(value, 0.0));
                    token.top()
                            .forEach(other ->
                                    found.computeIfPresent(bare(other), (value, p) -> p + other.probability()));
                    return found.values().stream().anyMatch(p -> p > 0)
                            ? Optional.of(distribution(found))
                            : Optional.empty();
                });
    }

    private static Optional<Token> tokenAt(List<Token> tokens, String text, int at) {
        int wanted = text.substring(0, at).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        int seen = 0;
        for (Token token : tokens) {
            seen += token.bytes().length;
            if (seen > wanted) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }
}
