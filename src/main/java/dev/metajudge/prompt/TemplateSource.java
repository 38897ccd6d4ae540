package dev.metajudge.prompt;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A template file cut in two, line ends normalised to \n.
 *
 * @param frontMatterLine the file's line that front matter begins on, 1-based
 * @param body the lines after front matter
 * @param bodyLine the file's line of the first of them
 */
record TemplateSource(Path file, String frontMatter, int frontMatterLine, List<String> body, int bodyLine) {
    private static final int LARGEST = 256 * 1024;
    private static final String FENCE = "---";

    static TemplateSource read(Path file) {
        String text = text(file);
        List<String> lines = text.lines().map(String::stripTrailing).toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FENCE)) {
            throw UserError.input(file + ":1: a template begins with front matter between two lines '---'");
        }
        int close = lines.subList(1, lines.size()).indexOf(FENCE) + 1;
        if (close == 0) {
            throw UserError.input(file + ":1: front matter has no closing line '---'");
        }
        List<String> body = lines.subList(close + 1, lines.size());
        return new TemplateSource(file, String.join("\n", lines.subList(1, close)), 2, body, close + 2);
    }

    UserError error(int line, String problem) {
        return UserError.input(file + ":" + line + ": " + problem);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw UserError.input(file + ": larger than " + LARGEST + " bytes, which no template needs to be");
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw UserError.input(file + ": not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            throw UserError.input(file + ": cannot be read: " + e.getMessage());
        }
    }
}
