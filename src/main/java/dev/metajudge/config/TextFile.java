package dev.metajudge.config;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a small text file that a person wrote, or says why it cannot be read. */
final class TextFile {
    private TextFile() {}

    /** @param kind what the file is, for messages: "recipe" */
    static String read(Path file, String kind) {
        if (!Files.exists(file)) {
            throw UserError.input("there is no " + kind + " " + file + Neighbours.hint(file, ".yaml"));
        }
        if (!Files.isRegularFile(file)) {
            throw UserError.input(file + " is not a file; a " + kind + " is a YAML file");
        }
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(YamlReader.LONGEST + 1);
            if (bytes.length > YamlReader.LONGEST) {
                throw UserError.input(
                        file + " is larger than a " + kind + " can be (" + YamlReader.LONGEST / 1024 + " KiB)");
            }
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw UserError.input(file + " is not UTF-8 text; a " + kind + " is a YAML file");
        } catch (IOException e) {
            throw UserError.input(file + " cannot be read: " + e.getMessage());
        }
    }
}
