package dev.metajudge.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.source.Durable;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a job that is not finished, in a file beside its output: first the settings, then a line an item, flushed
 * to the disk batch by batch. What a kill cut off in the middle of a line is dropped when the job goes on.
 */
final class ScoreJournal implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path out;
    private final Path file;
    private final FileChannel channel;
    /** Where each item's line stands: [first byte, length]. */
    private final Map<String, long[]> places = new HashMap<>();

    private ScoreJournal(Path out, Path file, FileChannel channel) {
        this.out = out;
        this.file = file;
        this.channel = channel;
    }

    /** The journal's place. */
    static Path beside(Path out) {
        return out.resolveSibling(out.getFileName() + ".partial");
    }

    /**
     * Begins a journal, or goes on with the one that is there.
     *
     * @throws UserError if it was made with other settings, by hand, or belongs to a job that is running
     */
    static ScoreJournal open(Path out, ScoreSettings settings) {
        Path file = beside(out);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(file, channel);
            var journal = new ScoreJournal(out, file, channel);
            journal.readBack(settings);
            return journal;
        } catch (IOException failed) {
            close(channel);
            throw refused(out, failed);
        } catch (RuntimeException | Error failed) {
            close(channel);
            throw failed;
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException withinThisProcess) {
            lock = null;
        }
        if (lock == null) {
            throw UserError.input(file + " is being written by another process; wait for it, or choose another --out");
        }
    }

    private void readBack(ScoreSettings settings) throws IOException {
        long kept = 0;
        boolean first = true;
        JsonNode earlier = JSON.nullNode();
        var line = new ByteArrayOutputStream();
        var in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b != '\n') {
                line.write(b);
                continue;
            }
            JsonNode read = parse(line.toString(StandardCharsets.UTF_8));
            if (first) {
                earlier = read;
                first = false;
            } else {
                places.put(read.path("id").asText(), new long[] {kept, line.size()});
            }
            kept += line.size() + 1;
            line.reset();
        }
        if (places.isEmpty()) {
            kept = 0; // a job that stopped before its first line binds nobody to its settings
        } else {
            check(earlier, settings);
        }
        channel.truncate(kept);
        channel.position(kept);
        if (kept == 0) {
            append(List.of(settings.json()));
        }
    }

    private void check(JsonNode line, ScoreSettings settings) {
        Map<String, String> earlier = new LinkedHashMap<>();
        line.path("settings")
                .properties()
                .forEach(entry -> earlier.put(entry.getKey(), entry.getValue().asText()));
        String difference = settings.difference(earlier);
        if (!difference.isEmpty()) {
            throw UserError.input(
                    "%s holds unfinished lines of other settings (%s); give those again to go on, or delete it, or choose another --out"
                            .formatted(file, difference));
        }
    }

    private JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw UserError.input(file + " was changed by hand and cannot be gone on with; delete it");
        }
    }

    Set<String> done() {
        return Set.copyOf(places.keySet());
    }

    /** Puts the lines of a batch on the disk; an id's later line stands in place of an earlier one. */
    void add(List<String> ids, List<String> lines) {
        try {
            long at = channel.position();
            append(lines);
            for (int i = 0; i < lines.size(); i++) {
                int length = lines.get(i).getBytes(StandardCharsets.UTF_8).length;
                places.put(ids.get(i), new long[] {at, length});
                at += length + 1;
            }
        } catch (IOException failed) {
            throw refused(out, failed);
        }
    }

    private void append(List<String> lines) throws IOException {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    /** The line of an item that is done. */
    String line(String id) {
        long[] place = places.getOrDefault(id, new long[2]);
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(place[1]));
        try {
            while (bytes.hasRemaining() && channel.read(bytes, place[0] + bytes.position()) >= 0) {}
        } catch (IOException failed) {
            throw refused(out, failed);
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    /** Writes the output, lines in the given order. */
    void write(List<String> ids) {
        try {
            Durable.write(out, to -> {
                for (String id : ids) {
                    ByteBuffer bytes = ByteBuffer.wrap((line(id) + "\n").getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        to.write(bytes);
                    }
                }
            });
        } catch (IOException failed) {
            throw refused(out, failed);
        }
    }

    /** Removes the journal: its lines are where they belong. */
    void finish() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw refused(out, failed);
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyOnDisk) {
                // Every batch was flushed when it was written.
            }
        }
    }

    private static UserError refused(Path out, IOException failed) {
        Path folder = out.toAbsolutePath().getParent();
        String why = folder != null && !Files.isDirectory(folder)
                ? "there is no folder " + folder
                : failed.getClass().getSimpleName().replace("Exception", "") + ": " + failed.getMessage();
        return new UserError(
                Exit.INPUT,
                "%s cannot be written (%s); choose another --out, or make room".formatted(out, why),
                failed);
    }
}
