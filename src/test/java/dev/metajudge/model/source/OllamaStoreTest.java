package dev.metajudge.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.UserError;
import dev.metajudge.model.source.ModelSource.OllamaModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store laid out as Ollama does it. */
class OllamaStoreTest {
    private static final OllamaModel TINY = new OllamaModel("library", "tiny", "latest");
    private static final String MODEL = "GGUF, or so it says";

    @TempDir
    private Path folder;

    private Path store;

    @BeforeEach
    void begin() throws IOException {
        store = Files.createDirectories(folder.resolve("models"));
    }

    @Test
    void theModelIsTheBlobAndTheOtherLayersAreShown() throws IOException {
        write(
                "registry/library/tiny/latest",
                layer("model", MODEL),
                layer("template", "{{ .Prompt }}"),
                layer("license", "\n  MIT License\n\nCopyright"),
                layer("license", "Notice"),
                layer("params", "{\"stop\": [\"</s>\"]}"));
        ResolvedModel model = resolve(TINY);
        assertThat(model.spec()).isEqualTo("ollama:tiny:latest");
        assertThat(model.file()).hasContent(MODEL).hasFileName("sha256-" + model.sha256());
        assertThat(model.sha256()).isEqualTo(FakeHub.sha256(MODEL.getBytes(StandardCharsets.UTF_8)));
        assertThat(model.bytes()).isEqualTo(MODEL.length());
        assertThat(model.licence()).hasValue("MIT License");
        assertThat(model.notes())
                .containsOnlyKeys("license", "params", "template")
                .containsEntry("template", "{{ .Prompt }}")
                .hasEntrySatisfying("license", text -> assertThat(text).endsWith("Copyright\nNotice"));
    }

    @Test
    void aUsersModelAndATagAreFound() throws IOException {
        write("registry/someone/own/1b", layer("model", MODEL));
        assertThat(resolve(new OllamaModel("someone", "own", "1b")).file()).hasContent(MODEL);
    }

    @Test
    void whatIsNotThereIsSaidWithHowToGetIt() {
        refuses("ollama pull tiny:latest");
    }

    @Test
    void anAdapterOrAnUnknownLayerIsRefused() throws IOException {
        write("registry/library/tiny/latest", layer("model", MODEL), layer("adapter", "LoRA"));
        refuses("a layer of kind \"adapter\"");
        write("registry/library/tiny/latest", layer("model", MODEL), layer("model", "GGUF 2"));
        refuses("2 layers with a model");
        write("registry/library/tiny/latest", layer("template", "x"));
        refuses("0 layers with a model");
    }

    @Test
    void aDamagedBlobIsRefused() throws IOException {
        write("registry/library/tiny/latest", layer("model", MODEL));
        Path blob = resolve(TINY).file();
        Files.writeString(blob, "GGUF, or so it sayz");
        Files.setLastModifiedTime(blob, java.nio.file.attribute.FileTime.fromMillis(1_000));
        refuses("its content is not what its name says");
        Files.writeString(blob, "GGUF");
        refuses("it has 4 bytes instead of 19");
        Files.delete(blob);
        refuses("it is missing");
    }

    @Test
    void aBrokenManifestIsRefused() throws IOException {
        Path manifest = store.resolve("manifests/registry/library/tiny/latest");
        Files.createDirectories(manifest.getParent());
        for (String text : List.of("", "[]", "{\"layers\": 3}")) {
            Files.writeString(manifest, text);
            refuses(manifest + ": it lists no layers");
        }
        Files.writeString(manifest, "{");
        refuses(manifest + ": it is not valid JSON");
        Files.writeString(
                manifest,
                "{\"layers\": [{\"mediaType\": \"application/vnd.ollama.image.model\", \"digest\": \"sha256:../../x\", \"size\": 1}]}");
        refuses("not described as Ollama does");
    }

    @Test
    void theSameNameFromTwoPlacesIsAmbiguous() throws IOException {
        write("registry/library/tiny/latest", layer("model", MODEL));
        write("other/library/tiny/latest", layer("model", MODEL));
        refuses("from several places");
    }

    @Test
    void theEnvironmentNamesTheStore() {
        assertThat(OllamaStore.of(Map.of("OLLAMA_MODELS", "/data/ollama")).folder())
                .isEqualTo(Path.of("/data/ollama"));
        assertThat(OllamaStore.of(Map.of()).folder())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".ollama/models"));
    }

    private void refuses(String message) {
        assertThatThrownBy(() -> resolve(TINY)).isInstanceOf(UserError.class).hasMessageContaining(message);
    }

    private ResolvedModel resolve(OllamaModel model) throws IOException {
        return new OllamaStore(store).resolve(model, new ModelCache(folder.resolve("cache")));
    }

    private record Layer(String kind, byte[] content) {}

    private static Layer layer(String kind, String content) {
        return new Layer(kind, content.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, Layer... layers) throws IOException {
        var listed = new ArrayList<Map<String, Object>>();
        for (Layer layer : layers) {
            String digest = FakeHub.sha256(layer.content);
            Path blobs = Files.createDirectories(store.resolve("blobs"));
            Files.write(blobs.resolve("sha256-" + digest), layer.content);
            listed.add(Map.of(
                    "mediaType",
                    "application/vnd.ollama.image." + layer.kind,
                    "digest",
                    "sha256:" + digest,
                    "size",
                    layer.content.length));
        }
        Path manifest = store.resolve("manifests").resolve(name);
        Files.createDirectories(manifest.getParent());
        Files.write(manifest, new ObjectMapper().writeValueAsBytes(Map.of("schemaVersion", 2, "layers", listed)));
    }
}
