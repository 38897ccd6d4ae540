package dev.metajudge.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.source.SmolLm2;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real model's weights against the reference. */
class SmolLm2WeightsIT {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/smollm2/weights.json");
    private static GgufFile file;

    @BeforeAll
    static void open() {
        file = GgufFile.open(SmolLm2.file());
    }

    @AfterAll
    static void close() {
        file.close();
    }

    @Test
    void everyTensorHasTheReferenceBits() throws IOException {
        JsonNode tensors = new ObjectMapper().readTree(GOLDEN.toFile()).get("tensors");
        assertThat(tensors).hasSize(272).hasSameSizeAs(file.tensors());
        for (JsonNode expected : tensors) {
            GgufTensor tensor = file.tensor(expected.get("name").asText()).orElseThrow();
            float[] values = GgufFileTest.read(file, tensor);
            assertThat(tensor.format().name()).isEqualTo(expected.get("type").asText());
            assertThat(crc(values))
                    .as(tensor.name())
                    .isEqualTo(expected.get("crc32_of_fp32_le_bytes").asLong());
            assertThat(sum(values)).isCloseTo(expected.get("sum").asDouble(), Offset.offset(1e-4));
        }
    }

    @Test
    void theConfigurationIsThePublishedOne() {
        ModelConfig config = GgufConfig.read(file);
        assertThat(config)
                .isEqualTo(new ModelConfig(
                        ModelConfig.Family.LLAMA,
                        30,
                        576,
                        9,
                        3,
                        64,
                        1536,
                        49152,
                        8192,
                        100000,
                        9.999999747378752e-06,
                        true));
    }

    @Test
    void theHalvesOfEveryQueryHeadLieOneAfterTheOther() {
        Weights weights = GgufWeights.of(file, GgufConfig.read(file));
        var canonical = FloatBuffer.allocate(576 * 576);
        weights.read("model.layers.7.self_attn.q_proj.weight", canonical);
        float[] stored =
                GgufFileTest.read(file, file.tensor("blk.7.attn_q.weight").orElseThrow());
        for (int row = 0; row < 576; row++) {
            int head = row / 64;
            int half = row % 64 / 32;
            int place = row % 32;
            assertThat(canonical.get(row * 576 + 5)).isEqualTo(stored[(head * 64 + 2 * place + half) * 576 + 5]);
        }
    }

    private static long crc(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        var crc = new CRC32();
        crc.update(bytes.array());
        return crc.getValue();
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
