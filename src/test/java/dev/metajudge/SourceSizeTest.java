package dev.metajudge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files and methods stay small enough to be read at once. */
class SourceSizeTest {
    private static final int LONGEST_FILE = 500;
    private static final int MEDIAN_FILE = 80;
    private static final int LONGEST_METHOD = 40;

    private static long lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new IllegalStateException("reading " + file, e);
        }
    }

    @Test
    void filesAreShort() {
        assertThat(SourceFiles.all().stream().filter(file -> lines(file) >= LONGEST_FILE))
                .as("files of %d lines or more", LONGEST_FILE)
                .isEmpty();
        var sizes = SourceFiles.main().stream()
                .mapToLong(SourceSizeTest::lines)
                .sorted()
                .toArray();
        assertThat(sizes[sizes.length / 2]).as("median lines of a main file").isLessThan(MEDIAN_FILE);
    }

    @Test
    void methodsAreShort() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var manager = compiler.getStandardFileManager(null, null, null);
        var task = (JavacTask) compiler.getTask(
                null,
                manager,
                null,
                List.of("-proc:none"),
                null,
                manager.getJavaFileObjectsFromPaths(SourceFiles.main()));
        var trees = Trees.instance(task);
        var found = new ArrayList<String>();
        for (CompilationUnitTree file : task.parse()) {
            new LongMethods(trees, file, found).scan(file, null);
        }
        assertThat(found).as("methods of more than %d lines", LONGEST_METHOD).isEmpty();
    }

    /** Adds "Foo.java:12 name (44 lines)" for each method whose body, braces included, is too long. */
    private static final class LongMethods extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final Trees trees;
        private final CompilationUnitTree file;
        private final List<String> found;

        LongMethods(Trees trees, CompilationUnitTree file, List<String> found) {
            this.trees = trees;
            this.file = file;
            this.found = found;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            if (method.getBody() != null) {
                long first = line(trees.getSourcePositions().getStartPosition(file, method.getBody()));
                long last = line(trees.getSourcePositions().getEndPosition(file, method.getBody()));
                if (last - first + 1 > LONGEST_METHOD) {
                    var name = Path.of(file.getSourceFile().getName()).getFileName();
                    found.add(name + ":" + first + " " + method.getName() + " (" + (last - first + 1) + " lines)");
                }
            }
            return super.visitMethod(method, null);
        }

        private long line(long position) {
            return file.getLineMap().getLineNumber(position);
        }
    }
}
