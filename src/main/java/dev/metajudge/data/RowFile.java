package dev.metajudge.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads a file of rows in UTF-8, by the end of its name: {@code .csv} (RFC 4180, the first record names the columns),
 * {@code .tsv} (the same with tabs and no quotes at all: a field ends at a tab, a record at a line's end), {@code .json}
 * and {@code .jsonl} or anything else (objects, one after the other or in one list). Rows come one at a time; a field has
 * at most {@link #LONGEST_FIELD} characters.
 */
public final class RowFile {
    /** A longer field is refused: it is more likely a quote that was never closed than somebody's text. */
    public static final int LONGEST_FIELD = 4 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private RowFile() {}

    /** What reads one form of file. */
    @FunctionalInterface
    interface Format {
        void read(Path file, Reader text, Consumer<Row> to) throws IOException;
    }

    /**
     * Reads the whole file.
     *
     * @param to is handed every row in the file's order
     * @throws UserError naming file and line; also if there is no row
     */
    public static void read(Path file, Consumer<Row> to) {
        int[] rows = {0};
        int[] last = {1};
        try (BufferedReader text = Files.newBufferedReader(file)) {
            skipMark(text);
            format(file).read(file, text, row -> {
                rows[0]++;
                last[0] = row.line();
                to.accept(row);
            });
        } catch (NoSuchFileException missing) {
            throw UserError.input("there is no file " + file);
        } catch (CharacterCodingException notText) {
            throw UserError.input(file + ":" + UnreadableLine.of(file) + ": not UTF-8");
        } catch (StreamConstraintsException tooLong) {
            throw UserError.input(
                    "%s: after line %,d a field is longer than %,d characters, or nested too deep; is a quote not closed?"
                            .formatted(file, last[0], LONGEST_FIELD));
        } catch (JsonProcessingException broken) {
            throw UserError.input(file + ":" + line(broken) + ": " + reason(broken));
        } catch (IOException failed) {
            throw new UserError(Exit.INPUT, file + " cannot be read: " + failed.getMessage(), failed);
        }
        if (rows[0] == 0) {
            throw UserError.input(file + " has no rows");
        }
    }

    private static Format format(Path file) {
        var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") ? CsvRows.COMMAS : name.endsWith(".tsv") ? CsvRows.TABS : new JsonRows();
    }

    private static void skipMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
    }

    private static int line(JsonProcessingException broken) {
        return broken.getLocation() == null
                ? 1
                : Math.max(1, broken.getLocation().getLineNr());
    }

    private static String reason(JsonProcessingException broken) {
        var message =
                broken.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(" ?\\(start marker.*", "");
        return "cannot be read: " + (message.length() > 200 ? message.substring(0, 200) + "…" : message);
    }
}
