package dev.metajudge.prompt;

import dev.metajudge.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a template file; an error names file, line and variable. */
final class TemplateReader {
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z][a-z0-9_]{0,39})\\}\\}");
    private static final Map<String, Message.Role> HEADINGS =
            Map.of("# System", Message.Role.SYSTEM, "# User", Message.Role.USER, "# Assistant", Message.Role.ASSISTANT);

    private final TemplateSource source;
    private final FrontMatter front;
    private final Set<String> used = new TreeSet<>();

    private TemplateReader(TemplateSource source, FrontMatter front) {
        this.source = source;
        this.front = front;
    }

    static Template read(Path file) {
        TemplateSource source = TemplateSource.read(file);
        FrontMatter front = FrontMatterReader.read(source);
        List<Template.Part> parts = new TemplateReader(source, front).parts();
        return new Template(
                file, front.name(), front.role(), front.description(), parts, front.rubric(), TemplateHash.of(parts));
    }

    private List<Template.Part> parts() {
        List<Template.Part> parts = new ArrayList<>();
        List<String> body = source.body();
        boolean headed = body.stream().anyMatch(HEADINGS::containsKey);
        Message.Role role = Message.Role.USER;
        int start = 0;
        for (int i = 0; i <= body.size(); i++) {
            if (i == body.size() || HEADINGS.containsKey(body.get(i))) {
                boolean beforeHeadings = headed && parts.isEmpty() && start == 0;
                if (!beforeHeadings || !isBlank(start, i)) {
                    parts.add(part(role, start, i, beforeHeadings));
                }
                role = i == body.size() ? role : HEADINGS.getOrDefault(body.get(i), role);
                start = i + 1;
            }
        }
        checkWhole(parts);
        return parts;
    }

    private Template.Part part(Message.Role role, int start, int end, boolean beforeHeadings) {
        if (beforeHeadings) {
            throw source.error(source.bodyLine() + start, "text before the first of # System, # User, # Assistant");
        }
        int first = start;
        while (first < end && source.body().get(first).isBlank()) {
            first++;
        }
        int last = end;
        while (last > first && source.body().get(last - 1).isBlank()) {
            last--;
        }
        if (first == last) {
            throw source.error(source.bodyLine() + Math.max(0, start - 1), "the " + role.label() + " message is empty");
        }
        return new Template.Part(role, pieces(first, last));
    }

    private List<Template.Piece> pieces(int first, int last) {
        List<Template.Piece> pieces = new ArrayList<>();
        var literal = new StringBuilder();
        for (int i = first; i < last; i++) {
            String line = source.body().get(i);
            Matcher place = PLACE.matcher(line);
            int done = 0;
            while (place.find()) {
                literal.append(plain(line.substring(done, place.start()), i));
                if (!literal.isEmpty()) {
                    pieces.add(new Template.Piece.Literal(literal.toString()));
                    literal.setLength(0);
                }
                pieces.add(new Template.Piece.Variable(declared(place.group(1), i), source.bodyLine() + i));
                done = place.end();
            }
            literal.append(plain(line.substring(done), i)).append(i + 1 < last ? "\n" : "");
        }
        if (!literal.isEmpty()) {
            pieces.add(new Template.Piece.Literal(literal.toString()));
        }
        return pieces;
    }

    private String plain(String text, int bodyIndex) {
        int braces = text.indexOf("{{");
        if (braces >= 0) {
            throw source.error(
                    source.bodyLine() + bodyIndex,
                    "'" + text.substring(braces, Math.min(text.length(), braces + 30))
                            + "' is no variable; write {{name}}, without blanks, in a-z, 0-9 and _");
        }
        return text;
    }

    private String declared(String variable, int bodyIndex) {
        if (!front.variables().containsKey(variable)) {
            throw source.error(
                    source.bodyLine() + bodyIndex,
                    "{{" + variable + "}} is not among the front matter's variables"
                            + Spelling.suggestion(
                                    variable, new TreeSet<>(front.variables().keySet())));
        }
        used.add(variable);
        return variable;
    }

    private void checkWhole(List<Template.Part> parts) {
        Map<String, Integer> unused = new HashMap<>(front.variables());
        unused.keySet().removeAll(used);
        for (Map.Entry<String, Integer> variable : unused.entrySet()) {
            throw source.error(
                    variable.getValue(),
                    "variable '" + variable.getKey() + "' is declared but {{" + variable.getKey() + "}} is not used");
        }
        if (parts.isEmpty() || parts.getLast().role() != Message.Role.USER) {
            throw source.error(source.bodyLine(), "the last message must be the user's");
        }
    }

    private boolean isBlank(int start, int end) {
        return source.body().subList(start, end).stream().allMatch(String::isBlank);
    }
}
