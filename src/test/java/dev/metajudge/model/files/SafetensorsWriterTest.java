package dev.metajudge.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    private static final Path REFERENCE = Path.of("src/test/resources/golden/dpo/adapter/adapter_model.safetensors");

    @TempDir
    private Path folder;

    @Test
    void theBytesAreThoseOfTheReferenceLibrary() throws IOException {
        var writer = new SafetensorsWriter();
        Path copy = folder.resolve("copy.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(REFERENCE)) {
            file.metadata().forEach(writer::metadata);
            List<SafetensorsTensor> backwards = file.tensors().stream().toList().reversed();
            backwards.forEach(
                    tensor -> writer.tensor(tensor.name(), tensor.shape(), SafetensorsFileTest.read(file, tensor)));
            writer.write(copy);
        }
        assertThat(copy).hasSameBinaryContentAs(REFERENCE);
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        float[] numbers = {1.5f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, 0.1f};
        Path path = folder.resolve("x.safetensors");
        new SafetensorsWriter()
                .metadata("note", "café \"quoted\"\n")
                .tensor("ü/b", List.of(2L, 3L), numbers)
                .tensor("scalar", List.of(), new float[] {7})
                .tensor("empty", List.of(0L, 4L), new float[0])
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).containsEntry("note", "café \"quoted\"\n");
            assertThat(file.tensors()).extracting(SafetensorsTensor::name).containsExactly("empty", "scalar", "ü/b");
            SafetensorsTensor tensor = file.tensor("ü/b").orElseThrow();
            assertThat(tensor.shape()).containsExactly(2L, 3L);
            assertThat(SafetensorsFileTest.read(file, tensor)).isEqualTo(numbers);
        }
    }

    @Test
    void theNumbersBeginAtAMultipleOfEight() throws IOException {
        for (String name : List.of("a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh")) {
            Path path = folder.resolve(name);
            new SafetensorsWriter().tensor(name, List.of(1L), new float[1]).write(path);
            long header = ByteBuffer.wrap(Files.readAllBytes(path))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            assertThat(header % 8).as(name).isZero();
        }
    }

    @Test
    void aSourceThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        Path path = Files.writeString(folder.resolve("x.safetensors"), "old");
        var writer = new SafetensorsWriter()
                .tensor("a", List.of(2L), new float[2])
                .tensor(new StoredTensor("b", List.of(2L), (first, rows, target) -> target.put(1)));
        assertThatThrownBy(() -> writer.write(path))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 of the numbers of b");
        assertThat(path).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        Path path = folder.resolve("none/x.safetensors");
        var writer = new SafetensorsWriter().tensor("a", List.of(1L), new float[1]);
        assertThatThrownBy(() -> writer.write(path))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(path + ": cannot be written");
    }

    @Test
    void shapesThatAreNotTheNumbersAndNamesThatAreTakenAreFaultsOfTheCaller() {
        var writer = new SafetensorsWriter().tensor("a", List.of(1L), new float[1]);
        assertThatThrownBy(() -> writer.tensor("b", List.of(2L), new float[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.tensor("a", List.of(1L), new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StoredTensor("c", List.of(1L << 40, 1L << 40), (first, rows, target) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
