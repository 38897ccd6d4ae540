package dev.metajudge.model.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.model.load.ModelFiles;
import dev.metajudge.model.source.ModelSource.OllamaModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that a real Ollama made (golden/ollama_store.sh): the model in it is the file that Ollama was given. */
class RealOllamaStoreTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    private Path folder;

    @Test
    void theModelIsFoundVerifiedAndOpened() throws Exception {
        ResolvedModel model = new OllamaStore(GOLDEN.resolve("ollama-store"))
                .resolve(new OllamaModel("library", "tiny", "latest"), new ModelCache(folder));
        assertThat(model.spec()).isEqualTo("ollama:tiny:latest");
        assertThat(model.file()).hasSameBinaryContentAs(GOLDEN.resolve("gguf/tiny-llama-q8_0.gguf"));
        assertThat(model.bytes()).isEqualTo(Files.size(model.file()));
        assertThat(model.licence()).contains("MIT");
        assertThat(model.notes().toString()).contains("temperature");
        try (ModelFiles files = ModelFiles.open(model)) {
            assertThat(files.config().layers()).isEqualTo(3);
            assertThat(files.tokenizer().vocabulary()).isEqualTo(288);
        }
    }
}
