package dev.metajudge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.loop.SampledJudgment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judgments as they are made, a line each, so that a process that was killed loses the batch in flight at most. The
 * first line says what decides them; a file of other work is refused.
 */
final class JudgmentsFile implements AutoCloseable {
    private final Path file;
    private final List<SampledJudgment> judgments = new ArrayList<>();
    private final FileChannel channel;

    /**
     * Opens or begins a file. Batches are made whole or not at all: what a killed process left of one is cut off.
     *
     * @param work everything that decides the judgments
     * @param unit judgments a batch
     * @param total judgments in all
     * @throws UserError if the file was begun with other work
     */
    JudgmentsFile(Path file, String work, int unit, int total) {
        this.file = file;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw unusable(failed);
        }
        try {
            List<String> lines = wholeLines(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            if (lines.isEmpty()) {
                cut(0);
                append(Json.line(Map.of("work", work)) + "\n");
            } else {
                refuseOther(lines.getFirst(), work);
                int made = lines.size() - 1;
                int kept = made >= total ? total : made - made % unit;
                cut(lines.subList(0, kept + 1).stream()
                        .mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length + 1L)
                        .sum());
                read();
            }
        } catch (IOException failed) {
            close();
            throw unusable(failed);
        } catch (UserError refused) {
            close();
            throw refused;
        }
    }

    /** Before anything of the file is touched. */
    private void refuseOther(String first, String work) {
        if (!first.equals(Json.line(Map.of("work", work)))) {
            throw UserError.input(
                    "%s was begun with another model, data, template or settings, or is something else; choose another --out"
                            .formatted(file));
        }
    }

    /** A line without its end was being written when the process died. */
    private static List<String> wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private void cut(long bytes) throws IOException {
        channel.truncate(bytes);
        channel.position(bytes);
    }

    private void read() {
        List<JsonLine> lines = JsonLine.read(file, line -> line);
        for (JsonLine line : lines.subList(1, lines.size())) {
            JsonNode score = line.node().path("score");
            judgments.add(new SampledJudgment(
                    line.text("response"),
                    line.node().path("sample").asInt(),
                    line.text("reason"),
                    score.isNumber() ? Optional.of(score.doubleValue()) : Optional.empty(),
                    line.node().path("forced").asBoolean(),
                    line.node().path("truncated").asBoolean()));
        }
    }

    /** What is there. */
    List<SampledJudgment> judgments() {
        return List.copyOf(judgments);
    }

    /** Adds a batch; it is on the disk when this returns. */
    void add(List<SampledJudgment> batch) {
        var text = new StringBuilder();
        for (SampledJudgment judgment : batch) {
            text.append(Json.line(judgment)).append('\n');
        }
        try {
            append(text.toString());
        } catch (IOException failed) {
            throw unusable(failed);
        }
        judgments.addAll(batch);
    }

    private void append(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    private UserError unusable(IOException failed) {
        return new UserError(
                Exit.INPUT, "%s cannot be used (%s); choose another --out".formatted(file, failed), failed);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw unusable(failed);
        }
    }
}
