package dev.metajudge;

import static com.palantir.javaformat.java.JavaFormatterOptions.Style.PALANTIR;
import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/**
 * Every Java file is as {@code mvn spotless:apply} would leave it. This is a test and no goal of the plugin because the
 * formatter parses with the compiler of the JDK that runs it, which here is 25 whatever Maven itself runs on.
 */
class SourceFormatTest {
    @Test
    void everyFileIsFormatted() throws IOException, FormatterException {
        var formatter = Formatter.createFormatter(
                JavaFormatterOptions.builder().style(PALANTIR).build());
        var unformatted = new ArrayList<Path>();
        for (Path file : SourceFiles.all()) {
            var text = Files.readString(file);
            var imports = RemoveUnusedImports.removeUnusedImports(ImportOrderer.reorderImports(text, PALANTIR));
            if (!formatter.formatSource(imports).equals(text)) {
                unformatted.add(file);
            }
        }
        assertThat(unformatted)
                .as("files to be formatted: run mvn spotless:apply, with JAVA_HOME set to a JDK 25")
                .isEmpty();
    }
}
