package dev.metajudge.model.quant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.model.files.GgufFile;
import dev.metajudge.model.files.GgufTensor;
import dev.metajudge.model.files.ReferenceTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written against the bits that the reference quantiser wrote of the same numbers. */
class EncodersTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/gguf");

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0"})
    void theBitsAreTheReferences(TensorFormat format) throws IOException {
        String type = format.name().toLowerCase(Locale.ROOT);
        var reference = new ReferenceTensors(GOLDEN.resolve("reference.safetensors"));
        Path path = GOLDEN.resolve("types/" + type + ".gguf");
        byte[] all = Files.readAllBytes(path);
        int compared = 0;
        try (GgufFile file = GgufFile.open(path)) {
            for (GgufTensor tensor : file.tensors()) {
                String name = type + "/" + tensor.name().replace(".weight", "") + "/source";
                if (!reference.has(name)) {
                    continue;
                }
                float[] source = reference.floats(name);
                int blocks = source.length / format.blockSize();
                byte[] bytes = new byte[blocks * format.blockBytes()];
                format.encode(source, blocks, bytes);
                int offset = (int) tensor.offset();
                assertThat(bytes).as(name).isEqualTo(Arrays.copyOfRange(all, offset, offset + bytes.length));
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    @Test
    void theNearestOfTwoIsTakenAndTheEvenOneOfEqualOnes() {
        assertThat(coded(SafetensorsFormat.BF16, Float.intBitsToFloat(0x3F808000), Float.intBitsToFloat(0x3F818000)))
                .containsExactly(Float.intBitsToFloat(0x3F800000), Float.intBitsToFloat(0x3F820000));
        assertThat(coded(SafetensorsFormat.F16, 65519, 2049, Float.NaN)).containsExactly(65504, 2048, Float.NaN);
        assertThat(coded(SafetensorsFormat.BF16, Float.intBitsToFloat(0x7F800001)))
                .containsExactly(Float.NaN);
    }

    private static float[] coded(SafetensorsFormat format, float... numbers) {
        byte[] bytes = new byte[numbers.length * format.bytes()];
        format.encode(numbers, numbers.length, bytes);
        float[] read = new float[numbers.length];
        format.decode(bytes, numbers.length, read);
        return read;
    }
}
