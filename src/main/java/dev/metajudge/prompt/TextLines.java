package dev.metajudge.prompt;

import dev.metajudge.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a UTF-8 text file line by line; a line is never longer than {@value #LONGEST} characters in memory. */
public final class TextLines {
    static final int LONGEST = 1 << 20;

    private TextLines() {}

    /** Takes one line. */
    @FunctionalInterface
    public interface Taker {
        /** Takes a line without its end; lines are counted from 1. */
        void take(String text, int line);
    }

    /** Hands every line to {@code taker}; a file that cannot be read, or is not UTF-8, is a {@link UserError}. */
    public static void forEach(Path file, Taker taker) {
        int line = 1;
        // A decoder of its own: Files.newBufferedReader reads a file's lines whole.
        try (Reader in = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()))) {
            var text = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    taker.take(finished(text, line), line);
                    text.setLength(0);
                    line++;
                } else if (text.length() == LONGEST) {
                    throw UserError.input(file + ":" + line + ": a line of more than " + LONGEST + " characters");
                } else {
                    text.append((char) c);
                }
            }
            if (!text.isEmpty()) {
                taker.take(finished(text, line), line);
            }
        } catch (NoSuchFileException e) {
            throw UserError.input("no file " + file);
        } catch (CharacterCodingException e) {
            throw UserError.input(file + ": not UTF-8 text, at or after line " + line);
        } catch (IOException e) {
            throw UserError.input(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static String finished(StringBuilder text, int line) {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        int start = line == 1 && end > 0 && text.charAt(0) == '\ufeff' ? 1 : 0;
        return text.substring(start, end);
    }
}
