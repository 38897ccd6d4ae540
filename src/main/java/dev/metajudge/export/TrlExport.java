package dev.metajudge.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.prompt.Message;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Preference pairs in TRL's conversational format with an explicit prompt, a JSON object a line: "prompt", "chosen" and
 * "rejected" are lists of messages, each with "role" and "content"; "id" and "kind" stand beside them, which TRL leaves
 * alone.
 */
public final class TrlExport {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private TrlExport() {}

    /**
     * Writes the file, in place of one that may be there.
     *
     * @param pairs gives every pair and says how many there were
     * @return how many pairs
     * @throws dev.metajudge.UserError if the file cannot be written
     */
    public static int write(Path out, ToIntFunction<Consumer<ExportedPair>> pairs) {
        return OutputFolder.file(out, place -> {
            try (var channel = FileChannel.open(place, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                var bytes = new BufferedOutputStream(Channels.newOutputStream(channel));
                int count;
                try (var json = JSON.createGenerator(bytes)) {
                    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                    json.setRootValueSeparator(null);
                    count = pairs.applyAsInt(pair -> line(json, pair));
                }
                bytes.flush();
                channel.force(true);
                return count;
            }
        });
    }

    private static void line(JsonGenerator json, ExportedPair pair) {
        try {
            json.writeStartObject();
            messages(json, "prompt", pair.prompt());
            messages(json, "chosen", List.of(Message.assistant(pair.chosen())));
            messages(json, "rejected", List.of(Message.assistant(pair.rejected())));
            json.writeStringField("id", pair.id());
            json.writeStringField("kind", pair.kind());
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void messages(JsonGenerator json, String name, List<Message> messages) throws IOException {
        json.writeArrayFieldStart(name);
        for (Message message : messages) {
            json.writeStartObject();
            json.writeStringField("role", message.role().label());
            json.writeStringField("content", message.content());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
