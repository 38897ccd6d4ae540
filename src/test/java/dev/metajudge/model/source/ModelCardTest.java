package dev.metajudge.model.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "'license: apache-2.0', apache-2.0",
        "'license: other\nlicense_name: llama3.2', llama3.2",
        "'license: \"mit\"', mit",
    })
    void theLicenceIsTheModelCards(String matter, String licence) throws IOException {
        Files.writeString(folder.resolve("README.md"), "---\n" + matter.replace("\\n", "\n") + "\n---\nlicense: no\n");
        assertThat(ModelCard.licence(folder)).hasValue(licence);
        Files.writeString(folder.resolve("README.md"), "license: no\n");
        assertThat(ModelCard.licence(folder)).isEmpty();
    }
}
