package dev.metajudge.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import org.junit.jupiter.api.Test;

/**
 * One layer, width 4, two heads of 2 over one key/value head, feed-forward 8, ten tokens, 100 parameters, in bf16.
 * Run: 100 x 2 + 2 x 1 x 2 x 2 x 32 x 1024 + 4 x 10 x 32 = 200 + 262,144 + 1,280.
 * Adapters of rank 16: q and o (4 + 4) each, k and v (4 + 2) each, three of (4 + 8): 64 numbers x 16 = 1,024.
 * Train: 200 + 16 x 1,024 + ((8 x 4 + 2 x 2 + 4 x 8) x 2 + 12 x 10) x 2048 = 200 + 16,384 + 524,288.
 */
class MemoryEstimateTest {
    @Test
    void theFormulaIsTheDocumentedOne() {
        var config = new ModelConfig(ModelConfig.Family.LLAMA, 1, 4, 2, 1, 2, 8, 10, 64, 10000, 1e-5, true);
        assertThat(MemoryEstimate.of(config, 100, Precision.BF16)).isEqualTo(new MemoryEstimate(263_624, 540_872));
    }
}
