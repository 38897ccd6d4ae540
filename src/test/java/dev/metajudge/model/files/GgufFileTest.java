package dev.metajudge.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.quant.TensorFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufFileTest {
    static final Path GOLDEN = Path.of("src/test/resources/golden/gguf");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void everyFormatGivesTheReferenceBits(TensorFormat format) throws IOException {
        String type = format.name().toLowerCase(Locale.ROOT);
        var reference = new ReferenceTensors(GOLDEN.resolve("reference.safetensors"));
        JsonNode tensors = JSON.readTree(GOLDEN.resolve("summary.json").toFile())
                .get("types")
                .get(type)
                .get("tensors");
        assertThat(tensors).isNotEmpty();
        try (GgufFile file = GgufFile.open(GOLDEN.resolve("types/" + type + ".gguf"))) {
            tensors.forEachEntry((name, expected) -> {
                GgufTensor tensor = file.tensor(name).orElseThrow();
                assertThat(tensor.format()).isEqualTo(format);
                assertThat(tensor.shape())
                        .containsExactlyElementsOf(JSON.convertValue(expected.get("shape_row_major"), Longs.class));
                assertThat(read(file, tensor))
                        .as(name)
                        .isEqualTo(reference.floats(expected.get("reference").asText()));
            });
        }
    }

    private static final class Longs extends java.util.ArrayList<Long> {}

    @Test
    void everyReferenceFileHasAFormatHere() throws IOException {
        JsonNode types = JSON.readTree(GOLDEN.resolve("summary.json").toFile()).get("types");
        types.forEachEntry((name, type) -> {
            TensorFormat format =
                    TensorFormat.of(type.get("ggml_type_id").asInt()).orElseThrow();
            assertThat(format.name()).isEqualToIgnoringCase(name);
            assertThat(format.blockSize()).isEqualTo(type.get("block_size").asInt());
            assertThat(format.blockBytes()).isEqualTo(type.get("block_bytes").asInt());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.gguf", "metadata-v2.gguf"})
    void everyKindOfMetadataIsRead(String name) throws IOException {
        JsonNode golden = JSON.readTree(GOLDEN.resolve("metadata.json").toFile());
        try (GgufFile file = GgufFile.open(GOLDEN.resolve(name))) {
            for (JsonNode expected : golden.get("key_values")) {
                String key = expected.get("key").asText();
                assertThat(plain(file.metadata().value(key).orElseThrow()))
                        .as(key)
                        .isEqualTo(plain(expected));
            }
            golden.get("tensors").forEachEntry((tensor, expected) -> {
                float[] values = read(file, file.tensor(tensor).orElseThrow());
                assertThat(values).isEqualTo(JSON.convertValue(expected.get("values"), float[].class));
            });
        }
    }

    private static Object plain(GgufValue value) {
        return switch (value) {
            case GgufValue.Whole(long whole) -> whole;
            case GgufValue.Real(double real) -> real;
            case GgufValue.Flag(boolean flag) -> flag;
            case GgufValue.Text(String text) -> text;
            case GgufValue.Sequence(List<GgufValue> values) ->
                values.stream().map(GgufFileTest::plain).toList();
        };
    }

    private static Object plain(JsonNode expected) {
        JsonNode value = expected.get("value");
        return switch (expected.get("type").asText()) {
            case "UINT64" -> Long.parseUnsignedLong(value.asText());
            case "INT64" -> Long.parseLong(value.asText());
            case "ARRAY" ->
                Stream.of(JSON.convertValue(value, Object[].class))
                        .map(element -> element instanceof Integer whole ? (Object) whole.longValue() : element)
                        .toList();
            default -> value.isIntegralNumber() ? (Object) value.asLong() : JSON.convertValue(value, Object.class);
        };
    }

    static Stream<Path> malformed() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN.resolve("malformed"))) {
            List<Path> bad = files.filter(file -> file.toString().endsWith(".gguf"))
                    .filter(file -> !file.endsWith("valid-base.gguf"))
                    .sorted()
                    .toList();
            assertThat(bad).hasSize(25);
            return bad.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedFileIsRefusedWithItsName(Path file) {
        assertThatThrownBy(() -> GgufFile.open(file).close())
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.exit()).isEqualTo(Exit.INPUT))
                .hasMessageStartingWith(file + ": ")
                .hasMessageMatching("[^\\n]{30,}");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedFileCostsLittleMemory(Path file) {
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> GgufFile.open(file).close()).isInstanceOf(UserError.class);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "offset-past-end:tensor y",
                "offset-unaligned:tensor y",
                "overlap:tensors x and y",
                "duplicate-key:t.number",
                "duplicate-tensor:named x",
                "row-not-multiple-of-block:Q4_0",
                "alignment-0:general.alignment",
                "version-77:77",
                "big-endian:big-endian",
                "metadata-nested-array:t.array_nested"
            })
    void theMessageNamesThePlace(String fileAndPlace) {
        String[] parts = fileAndPlace.split(":", 2);
        Path file = Stream.of(GOLDEN.resolve("malformed"), GOLDEN)
                .map(folder -> folder.resolve(parts[0] + ".gguf"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> GgufFile.open(file).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining(parts[1]);
    }

    @Test
    void theFileThatTheMalformedOnesWereMadeOfIsRead() {
        try (GgufFile file = GgufFile.open(GOLDEN.resolve("malformed/valid-base.gguf"))) {
            Collection<GgufTensor> tensors = file.tensors();
            assertThat(tensors).extracting(GgufTensor::name).containsExactly("x", "y");
        }
    }

    @Test
    void aMissingFileAndAFolderAreRefused() {
        assertThatThrownBy(() -> GgufFile.open(GOLDEN.resolve("none.gguf")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> GgufFile.open(GOLDEN)).isInstanceOf(UserError.class);
    }

    @Test
    void aTargetWithoutRoomIsNotWrittenTo() {
        try (GgufFile file = GgufFile.open(GOLDEN.resolve("types/q8_0.gguf"))) {
            GgufTensor tensor = file.tensor("matrix.weight").orElseThrow();
            var target = FloatBuffer.allocate((int) tensor.elements() - 1);
            assertThatThrownBy(() -> file.read(tensor, target)).isInstanceOf(IllegalArgumentException.class);
            assertThat(target.position()).isZero();
        }
    }

    static float[] read(GgufFile file, GgufTensor tensor) {
        var target = FloatBuffer.allocate((int) tensor.elements());
        file.read(tensor, target);
        return target.array();
    }
}
