package dev.metajudge.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which line of a file is not UTF-8; only asked once reading has failed, so it may read the file again. */
final class UnreadableLine {
    private UnreadableLine() {}

    static int of(Path file) {
        try (var bytes = new BufferedInputStream(Files.newInputStream(file))) {
            var line = new ByteArrayOutputStream();
            int number = 1;
            for (int b = bytes.read(); b >= 0; b = bytes.read()) {
                line.write(b);
                // No byte of a longer UTF-8 character is 10, so a line's bytes can be judged alone.
                if (b == '\n') {
                    if (!isText(line.toByteArray())) {
                        return number;
                    }
                    line.reset();
                    number++;
                }
            }
            return number;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isText(byte[] line) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
            return true;
        } catch (CharacterCodingException notText) {
            return false;
        }
    }
}
