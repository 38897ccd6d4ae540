package dev.metajudge.model.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two real processes that want the same model; one of them may be killed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TwoProcessesIT {
    private static final String SPEC = "pypi:tiny-model==1.0";

    @TempDir
    private Path folder;

    private Path asked;
    private Path go;

    /** One of the processes: cache, pip's command. */
    static final class Fetching {
        private Fetching() {}

        public static void main(String[] arguments) {
            var resolver = new ModelResolver(
                    new ModelCache(Path.of(arguments[0])), () -> new Pip(List.of(arguments[1])), System.out::println);
            System.out.println("has " + resolver.resolve(SPEC).file());
        }
    }

    @BeforeEach
    void makeAWheel() throws IOException {
        asked = folder.resolve("asked");
        go = folder.resolve("go");
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("tiny_model-1.0-py3-none-any.whl")))) {
            add(zip, "tiny/model.gguf", "GGUF");
            add(zip, "tiny-1.0.dist-info/METADATA", "License: MIT\n");
            add(zip, "tiny-1.0.dist-info/RECORD", "tiny/model.gguf,sha256=%s,4\n".formatted(base64OfSha256("GGUF")));
        }
    }

    @Test
    void theSecondWaitsForTheFirst() throws Exception {
        Process first = start("first");
        awaitFile(asked);
        Process second = start("second");
        awaitText("second", "waiting for another process");
        Files.createFile(go);
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(Files.readAllLines(asked)).hasSize(1);
        assertThat(Files.readString(log("second"))).contains("has ");
    }

    @Test
    void theSecondTakesOverWhenTheFirstIsKilled() throws Exception {
        Process first = start("first");
        awaitFile(asked);
        Process second = start("second");
        awaitText("second", "waiting for another process");
        first.destroyForcibly().waitFor();
        Files.createFile(go);
        assertThat(second.waitFor()).isZero();
        assertThat(Files.readAllLines(asked)).hasSize(2);
        var cache = new ModelCache(folder.resolve("cache"));
        assertThat(cache.list())
                .singleElement()
                .satisfies(model -> assertThat(model.file()).hasContent("GGUF"));
    }

    private Process start(String name) throws IOException {
        Path script = folder.resolve(name + ".sh");
        Files.writeString(script, """
                #!/bin/sh
                while [ "$1" != --dest ]; do shift; done
                echo asked >> '%s'
                while [ ! -e '%s' ]; do sleep 0.1; done
                cp '%s'/*.whl "$2"
                """.formatted(asked, go, folder));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fetching.class.getName(),
                        folder.resolve("cache").toString(),
                        script.toString())
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start();
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private static void awaitFile(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(50);
        }
    }

    private void awaitText(String name, String text) throws IOException, InterruptedException {
        while (!Files.readString(log(name)).contains(text)) {
            Thread.sleep(50);
        }
    }

    private static String base64OfSha256(String text) {
        byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static void add(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
