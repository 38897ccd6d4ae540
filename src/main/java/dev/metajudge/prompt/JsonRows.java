package dev.metajudge.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Objects out of a file that is JSON Lines or one JSON list, with every bad row told at once. */
final class JsonRows {
    static final int MOST_ROWS = 100_000;

    private static final int MOST_PROBLEMS = 10;
    /** A list's elements: others come after each. */
    private static final JsonMapper ELEMENTS = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JsonMapper JSON = ELEMENTS.rebuild()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final Taker taker;
    private final List<String> problems = new ArrayList<>();
    private int rows;

    private JsonRows(Path file, Taker taker) {
        this.file = file;
        this.taker = taker;
    }

    /** Takes one row. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes a row, or refuses it.
         *
         * @param name names the row where it has no id: "line-3", or "row-3" of a list
         * @throws IllegalArgumentException with what is wrong with the row
         */
        void take(JsonNode row, String name);
    }

    /**
     * Gives every row.
     *
     * @throws UserError with the rows that are no objects or that the taker refused, ten at most
     */
    static void forEach(Path file, Taker taker) {
        var rows = new JsonRows(file, taker);
        if (isList(file)) {
            rows.list();
        } else {
            TextLines.forEach(file, rows::line);
        }
        rows.raise();
        if (rows.rows == 0) {
            throw UserError.input(file + ": holds no row");
        }
    }

    private static boolean isList(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int c = in.read();
            while (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                c = in.read();
            }
            return c == '[';
        } catch (NoSuchFileException e) {
            throw UserError.input("no file " + file);
        } catch (IOException e) {
            throw UserError.input(file + ": cannot be read: " + e.getMessage());
        }
    }

    private void line(String text, int line) {
        if (text.isBlank()) {
            return;
        }
        try {
            take(JSON.readTree(text), line, "line-" + line);
        } catch (JsonProcessingException e) {
            problem(line, "not JSON: " + e.getOriginalMessage());
        }
    }

    private void list() {
        var factory = ELEMENTS.getFactory()
                .copy()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(TextLines.LONGEST)
                        .build());
        int line = 1;
        try (var in = Files.newInputStream(file);
                var parser = factory.createParser(in)) {
            parser.setCodec(ELEMENTS);
            parser.nextToken();
            int number = 1;
            for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                line = parser.currentTokenLocation().getLineNr();
                if (token == null) {
                    throw UserError.input(file + ": the list has no end");
                }
                take(parser.readValueAsTree(), line, "row-" + number++);
            }
            if (parser.nextToken() != null) {
                throw UserError.input(file + ": text after the list's end");
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            problem(at == null ? line : at.getLineNr(), "not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw UserError.input(file + ": cannot be read: " + e.getMessage());
        }
    }

    private void take(JsonNode row, int line, String name) {
        if (++rows > MOST_ROWS) {
            throw UserError.input(file + ": more than " + MOST_ROWS + " rows; split the file");
        }
        try {
            if (!row.isObject()) {
                throw new IllegalArgumentException("not an object in { }");
            }
            taker.take(row, name);
        } catch (IllegalArgumentException e) {
            problem(line, String.valueOf(e.getMessage()));
        }
    }

    private void problem(int line, String what) {
        problems.add(file + ":" + line + ": " + what);
        if (problems.size() == MOST_PROBLEMS) {
            problems.add("… and perhaps more");
            raise();
        }
    }

    private void raise() {
        if (!problems.isEmpty()) {
            throw UserError.input(String.join("\n", problems));
        }
    }
}
