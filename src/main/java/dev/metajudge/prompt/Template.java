package dev.metajudge.prompt;

import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import dev.metajudge.judge.Rubric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A prompt with variables, read from {@code prompts/<role>/<name>.md}: front matter, then messages under the lines
 * "# System", "# User" and "# Assistant" (without any of them all is one user message), with {@code {{variable}}}
 * where a value goes.
 *
 * <p>Values are data. They are put in once and never looked at again, so a value that contains {@code {{x}}} stays as it is.
 * A value may still try to pass for something else; what holds against it lies elsewhere: chat formats encode a
 * message's content as plain text, so "&lt;|im_end|&gt;" in it ends nothing; and {@link dev.metajudge.judge.ScoreReader}
 * reads only what the judge generated, so "Score: 5" in it is no score. That a model is talked into a
 * better score cannot be ruled out by a template.
 *
 * @param file where it was read, for messages
 * @param parts the messages, the last one the user's
 * @param rubric how the answer's score is written, for a judge's template
 * @param hash SHA-256 of what is sent, see {@link TemplateHash}
 */
public record Template(
        Path file,
        String name,
        String role,
        String description,
        List<Part> parts,
        Optional<Rubric> rubric,
        String hash) {
    public Template {
        parts = List.copyOf(parts);
    }

    /** One message with places for values. */
    public record Part(Message.Role role, List<Piece> pieces) {
        public Part {
            pieces = List.copyOf(pieces);
        }
    }

    /** A stretch of a message. */
    public sealed interface Piece {
        /** Text that is sent as it is. */
        record Literal(String text) implements Piece {}

        /** A place for a value. */
        record Variable(String name, int line) implements Piece {}
    }

    /**
     * Reads a template that lies outside a library.
     *
     * @throws UserError naming file and line
     */
    public static Template read(Path file) {
        return TemplateReader.read(file);
    }

    /** The variables' names. */
    public Set<String> variables() {
        return Set.copyOf(lines().keySet());
    }

    /**
     * Checks that whoever will render this template supplies exactly its variables.
     *
     * @throws UserError naming file, line and variable, for each one that is missing or unused
     */
    public void check(Set<String> supplied) {
        Map<String, Integer> lines = lines();
        List<String> problems = new ArrayList<>();
        lines.forEach((variable, line) -> {
            if (!supplied.contains(variable)) {
                problems.add(file + ":" + line + ": no value for {{" + variable + "}}"
                        + Spelling.suggestion(variable, new TreeSet<>(supplied)));
            }
        });
        for (String variable : new TreeSet<>(supplied)) {
            if (!lines.containsKey(variable)) {
                problems.add(file + ":1: {{" + variable + "}} is used nowhere; a " + role + " template needs it");
            }
        }
        if (!problems.isEmpty()) {
            throw UserError.input(String.join("\n", problems));
        }
    }

    /**
     * The messages with the values in their places.
     *
     * @param values a value for each variable, and no other
     * @throws UserError as {@link #check}
     */
    public List<Message> render(Map<String, String> values) {
        check(values.keySet());
        return parts.stream()
                .map(part -> new Message(part.role(), text(part, values)))
                .toList();
    }

    private static String text(Part part, Map<String, String> values) {
        var text = new StringBuilder();
        for (Piece piece : part.pieces()) {
            switch (piece) {
                case Piece.Literal(String literal) -> text.append(literal);
                case Piece.Variable(String name, int line) -> text.append(values.get(name));
            }
        }
        return text.toString();
    }

    /** The line on which each variable comes first. */
    private Map<String, Integer> lines() {
        Map<String, Integer> lines = new TreeMap<>();
        for (Part part : parts) {
            for (Piece piece : part.pieces()) {
                if (piece instanceof Piece.Variable(String name, int line)) {
                    lines.putIfAbsent(name, line);
                }
            }
        }
        return lines;
    }
}
