package dev.metajudge.model.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One state of a model on the hub.
 *
 * @param commit git's id of it
 * @param names of all its files
 * @param answer what the hub says of each file
 */
record HubRevision(String commit, List<String> names, Map<String, JsonNode> answer) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int MOST_FILES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    HubRevision {
        names = List.copyOf(names);
        answer = Map.copyOf(answer);
    }

    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /** Reads the hub's description of a revision. */
    static HubRevision read(byte[] text, String spec) {
        try {
            JsonNode root = JSON.readTree(text);
            String commit = root.path("sha").asText();
            JsonNode siblings = root.path("siblings");
            if (!isCommit(commit) || !siblings.isArray() || siblings.size() > MOST_FILES) {
                throw unreadable(spec, "it names no commit, or no files");
            }
            var names = new ArrayList<String>();
            var answer = new LinkedHashMap<String, JsonNode>();
            for (JsonNode sibling : siblings) {
                String name = sibling.path("rfilename").asText();
                names.add(name);
                answer.put(name, sibling);
            }
            return new HubRevision(commit, names, answer);
        } catch (JsonProcessingException broken) {
            throw unreadable(spec, broken.getOriginalMessage());
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible); // the text is in memory
        }
    }

    /** Length and checksum of a file; empty when the hub, a mirror perhaps, says neither here. */
    Optional<HubFile> file(String name) {
        JsonNode said = answer.get(name);
        if (said == null) {
            throw new IllegalArgumentException(name + " is not a file of this revision");
        }
        JsonNode large = said.path("lfs");
        String checksum = large.isObject()
                ? large.path("sha256").asText(large.path("oid").asText())
                : said.path("blobId").asText();
        JsonNode bytes = large.isObject() ? large.path("size") : said.path("size");
        return bytes.isIntegralNumber() && HubFile.isChecksum(checksum)
                ? Optional.of(new HubFile(name, bytes.longValue(), checksum))
                : Optional.empty();
    }

    private static UserError unreadable(String spec, String reason) {
        return new UserError(Exit.BACKEND, "the hub's description of %s cannot be read: %s".formatted(spec, reason));
    }
}
