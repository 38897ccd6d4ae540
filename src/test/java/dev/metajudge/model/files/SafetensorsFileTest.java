package dev.metajudge.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.quant.SafetensorsFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    static final Path GOLDEN = Path.of("src/test/resources/golden/safetensors");
    private static final Path ALL = GOLDEN.resolve("all-dtypes.safetensors");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void everyFormatThatHoldsNumbersIsReadExactly() throws IOException {
        JsonNode golden = JSON.readTree(GOLDEN.resolve("all-dtypes.json").toFile());
        try (SafetensorsFile file = SafetensorsFile.open(ALL)) {
            assertThat(file.metadata()).isEqualTo(Map.of("note", "café", "format", "pt"));
            assertThat(file.tensors()).hasSameSizeAs(golden.get("tensors"));
            golden.get("tensors").forEachEntry((name, expected) -> {
                SafetensorsTensor tensor = file.tensor(name).orElseThrow();
                assertThat(tensor.shape())
                        .as(name)
                        .isEqualTo(List.of(JSON.convertValue(expected.get("shape"), Long[].class)));
                if (tensor.format().becomesFloats()) {
                    assertThat(read(file, tensor)).as(name).isEqualTo(floats(expected.get("values")));
                } else {
                    assertThat(name).isIn("i64", "i32");
                }
            });
        }
    }

    private static float[] floats(JsonNode values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            JsonNode value = values.get(i);
            floats[i] = value.isBoolean() ? (value.booleanValue() ? 1 : 0) : (float) value.doubleValue();
        }
        return floats;
    }

    @ParameterizedTest
    @ValueSource(strings = {"i64", "i32"})
    void idsAndCountsAreNotTakenForNumbersOfAModel(String name) {
        try (SafetensorsFile file = SafetensorsFile.open(ALL)) {
            SafetensorsTensor tensor = file.tensor(name).orElseThrow();
            assertThatThrownBy(() -> file.read(tensor, FloatBuffer.allocate(8)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("tensor " + name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x01, F8_E4M3, 0.001953125",
        "0x07, F8_E4M3, 0.013671875",
        "0x80, F8_E4M3, -0.0",
        "0x7E, F8_E4M3, 448",
        "0x7F, F8_E4M3, NaN",
        "0xFF, F8_E4M3, NaN",
        "0x01, F8_E5M2, 0.0000152587890625",
        "0x7C, F8_E5M2, Infinity",
        "0xFD, F8_E5M2, NaN"
    })
    void smallFloatsHaveTheirEdges(int bits, SafetensorsFormat format, float expected) {
        float[] value = new float[1];
        format.decode(new byte[] {(byte) bits}, 1, value);
        assertThat(value).containsExactly(new float[] {expected});
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatTakesTheBytesThatItsNameSays(SafetensorsFormat format) {
        String digits = format.name().replaceFirst("_.*", "").replaceAll("\\D", "");
        assertThat(format.bytes()).isEqualTo(digits.isEmpty() ? 1 : Integer.parseInt(digits) / 8);
    }

    @Test
    void aLargeTensorIsReadPastTheFirstChunk() {
        float[] numbers = new float[20_001];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        Path path = folder.resolve("large.safetensors");
        new SafetensorsWriter().tensor("x", List.of(20_001L), numbers).write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(read(file, file.tensor("x").orElseThrow())).isEqualTo(numbers);
        }
    }

    static Stream<Path> malformed() throws IOException {
        List<Path> bad;
        try (Stream<Path> files = Files.list(GOLDEN.resolve("malformed"))) {
            bad = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .filter(file -> !file.endsWith("valid-base.safetensors"))
                    .sorted()
                    .toList();
        }
        JsonNode listed = JSON.readTree(GOLDEN.resolve("malformed/list.json").toFile());
        assertThat(bad)
                .hasSize(19)
                .allMatch(file -> listed.get("files").has(file.getFileName().toString()));
        return bad.stream();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedFileIsRefusedWithItsName(Path file) {
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.exit()).isEqualTo(Exit.INPUT))
                .hasMessageStartingWith(file + ": ")
                .hasMessageMatching("[^\\n]{30,}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    begin-after-end        | tensor y ends at byte 24 of the data, before it begins at 36
                    duplicate-name         | two tensors are named x
                    header-length-2-63     | 9223372036854775808
                    header-length-past-end | its header is said to have
                    header-not-json        | its header is not valid JSON
                    header-not-object      | its header is not a JSON object
                    hole                   | tensor y begins at byte 28 of the data, but the tensors before it end at 24
                    missing-offsets        | tensor y has no data_offsets
                    negative-dimension     | shape of tensor y holds -3
                    offset-past-end        | tensor y ends at byte 3600
                    overlap                | tensors overlap
                    seven-bytes            | it has 7 bytes
                    shape-overflow         | tensor y has the shape
                    trailing-bytes         | 16 bytes after the last tensor
                    truncated-data         | tensor y ends at byte 36 of the data, which has 32
                    truncated-header       | its header is said to have
                    unknown-dtype          | tensor y has the dtype F33
                    wrong-dtype            | tensor y needs 24 bytes
                    wrong-shape            | tensor y needs 16 bytes
                    """)
    void theMessageNamesThePlaceAndTheReason(String name, String reason) {
        assertThatThrownBy(() -> SafetensorsFile.open(GOLDEN.resolve("malformed/%s.safetensors".formatted(name)))
                        .close())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"dtype":"F32"}}          | dtype twice
                    {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"stride":[1]}}           | field stride
                    {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}                      | more than 2 numbers
                    {"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}                          | two data_offsets
                    {"x":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}                      | 1.0
                    {"x":{"dtype":"F32","shape":[18446744073709551617],"data_offsets":[0,4]}}     | not a size
                    {"x":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}                      | not a size
                    {"x":{"dtype":"F32","shape":[[[1]]],"data_offsets":[0,4]}}                    | not a size
                    {"x":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}        | more than 8
                    {"x":{"dtype":1,"shape":[1],"data_offsets":[0,4]}}                            | dtype of tensor x
                    {"x":[1]}                                                                     | tensor x
                    {"":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                         | no name
                    {"__metadata__":{"a":1}}                                                      | a of __metadata__
                    {"__metadata__":{"a":"1","a":"1"}}                                            | twice
                    {"__metadata__":{},"__metadata__":{}}                                         | twice
                    {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} {}                     | follows
                    """)
    void aHeaderThatSaysMoreOrLessThanItMayIsRefused(String header, String reason) throws IOException {
        Path file = file(header, 4);
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aFileWithoutTensorsIsRead() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(file("{}  ", 0))) {
            assertThat(file.tensors()).isEmpty();
        }
    }

    @Test
    void theFileThatTheMalformedOnesWereMadeOfIsRead() {
        try (SafetensorsFile file = SafetensorsFile.open(GOLDEN.resolve("malformed/valid-base.safetensors"))) {
            assertThat(file.tensors()).extracting(SafetensorsTensor::name).containsExactly("x", "y");
            assertThat(read(file, file.tensor("y").orElseThrow())).hasSize(3);
        }
    }

    @Test
    void aMissingFileAnEmptyOneAndAFolderAreRefused() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.safetensors"));
        for (Path file : List.of(folder.resolve("none"), empty, folder)) {
            assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(file + ": ");
        }
    }

    @Test
    void aTargetWithoutRoomIsNotWrittenTo() {
        try (SafetensorsFile file = SafetensorsFile.open(ALL)) {
            SafetensorsTensor tensor = file.tensor("f32").orElseThrow();
            var target = FloatBuffer.allocate(5);
            assertThatThrownBy(() -> file.read(tensor, target)).isInstanceOf(IllegalArgumentException.class);
            assertThat(target.position()).isZero();
        }
    }

    private Path file(String header, int data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        return Files.write(folder.resolve("made.safetensors"), bytes.array());
    }

    static float[] read(SafetensorsFile file, SafetensorsTensor tensor) {
        var target = FloatBuffer.allocate((int) tensor.elements());
        file.read(tensor, target);
        return target.array();
    }
}
