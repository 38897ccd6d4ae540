package dev.metajudge.model.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.UserError;
import dev.metajudge.model.source.ModelSource.OllamaModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Ollama's own store of models, read only: {@code manifests/HOST/NAMESPACE/NAME/TAG} lists layers, which lie in
 * {@code blobs} under their checksums.
 *
 * @param folder OLLAMA_MODELS, or ~/.ollama/models
 */
record OllamaStore(Path folder) {
    private static final int LARGEST_TEXT = 1 << 20;
    private static final int MOST_LAYERS = 1 << 10;
    private static final String KIND = "application/vnd.ollama.image.";
    private static final String MODEL = "model";
    private static final String LICENCE = "license";
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Layer(String kind, String sha256, long bytes) {}

    static OllamaStore of(Map<String, String> environment) {
        String chosen = environment.getOrDefault("OLLAMA_MODELS", "").strip();
        return new OllamaStore(
                chosen.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".ollama", "models")
                        : Path.of(chosen).toAbsolutePath());
    }

    /** The model's GGUF file, held against its checksum, with what else the store keeps of it. */
    ResolvedModel resolve(OllamaModel model, ModelCache hashes) throws IOException {
        Path manifest = manifest(model);
        List<Layer> layers = layers(manifest);
        List<Layer> models =
                layers.stream().filter(layer -> layer.kind.equals(MODEL)).toList();
        if (models.size() != 1) {
            throw refuse(manifest, "it has %d layers with a model; exactly one is supported".formatted(models.size()));
        }
        var notes = new TreeMap<String, String>();
        for (Layer layer : layers) {
            switch (layer.kind) {
                case "template", "params", "system", "messages", LICENCE ->
                    notes.merge(layer.kind, text(layer), (first, second) -> first + "\n" + second);
                case "projector" -> notes.put(layer.kind, "not used: only text is read and written here");
                case MODEL -> {}
                default ->
                    throw refuse(
                            manifest, "it has a layer of kind \"%s\", which is not supported".formatted(layer.kind));
            }
        }
        Path blob = blob(models.getFirst());
        if (!hashes.local(blob).sha256().equals(models.getFirst().sha256)) {
            throw refuse(blob, "its content is not what its name says; remove the model from Ollama and pull it again");
        }
        Optional<String> licence = Optional.ofNullable(notes.get(LICENCE))
                .flatMap(text -> text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst());
        return new ResolvedModel(model.spec(), blob, models.getFirst().bytes, models.getFirst().sha256, licence, notes);
    }

    private Path manifest(OllamaModel model) throws IOException {
        Path manifests = folder.resolve("manifests");
        var found = new ArrayList<Path>();
        if (Files.isDirectory(manifests)) {
            try (var hosts = Files.list(manifests)) {
                hosts.map(host -> host.resolve(model.namespace())
                                .resolve(model.name())
                                .resolve(model.tag()))
                        .filter(Files::isRegularFile)
                        .forEach(found::add);
            }
        }
        if (found.size() > 1) {
            throw UserError.input("%s is in Ollama's store from several places: %s".formatted(model.spec(), found));
        }
        if (found.isEmpty()) {
            throw UserError.input(
                    "%s is not in Ollama's store %s; get it with: ollama pull %s; or set OLLAMA_MODELS to the store"
                            .formatted(model.spec(), folder, model.spec().substring("ollama:".length())));
        }
        return found.getFirst();
    }

    private List<Layer> layers(Path manifest) throws IOException {
        JsonNode layers;
        try {
            layers = JSON.readTree(bytes(manifest)).path("layers");
        } catch (JsonProcessingException broken) {
            throw refuse(manifest, "it is not valid JSON: " + broken.getOriginalMessage());
        }
        if (!layers.isArray() || layers.size() > MOST_LAYERS) {
            throw refuse(manifest, "it lists no layers");
        }
        var read = new ArrayList<Layer>();
        for (JsonNode layer : layers) {
            String kind = layer.path("mediaType").asText();
            var digest = DIGEST.matcher(layer.path("digest").asText());
            if (!kind.startsWith(KIND)
                    || !digest.matches()
                    || !layer.path("size").canConvertToLong()) {
                throw refuse(manifest, "it has a layer that is not described as Ollama does");
            }
            read.add(new Layer(
                    kind.substring(KIND.length()),
                    digest.group(1),
                    layer.path("size").longValue()));
        }
        return read;
    }

    private Path blob(Layer layer) throws IOException {
        Path blob = folder.resolve("blobs").resolve("sha256-" + layer.sha256);
        if (!Files.isRegularFile(blob)) {
            throw refuse(blob, "it is missing; remove the model from Ollama and pull it again");
        }
        if (Files.size(blob) != layer.bytes) {
            throw refuse(
                    blob,
                    "it has %d bytes instead of %d; pull the model again".formatted(Files.size(blob), layer.bytes));
        }
        return blob;
    }

    private String text(Layer layer) throws IOException {
        return new String(bytes(blob(layer)), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_TEXT + 1);
            if (bytes.length > LARGEST_TEXT) {
                throw refuse(file, "it is longer than %d bytes".formatted(LARGEST_TEXT));
            }
            return bytes;
        }
    }

    private static UserError refuse(Path file, String reason) {
        return UserError.input("%s: %s".formatted(file, reason));
    }
}
