package dev.metajudge.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterConfig;
import dev.metajudge.model.adapter.LoraPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeftExportTest {
    private static final String QUERY = "model.layers.0.self_attn.q_proj.weight";
    private static final String VALUE = "model.layers.0.self_attn.v_proj.weight";

    @TempDir
    private Path folder;

    /** W + 2 (B1 A1) + 2 (B2 A2) = W + 2 [B1 B2] [A1; A2]: with one scale no number changes. */
    @Test
    void aChainOfOneScaleIsJoinedExactly() {
        var first = adapter("m1", 1, 2, Map.of(QUERY, new LoraPair(1, new float[] {.1f, .2f}, new float[] {.3f, .4f})));
        var second =
                adapter("m2", 2, 4, Map.of(QUERY, new LoraPair(2, new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8})));
        Exported exported =
                PeftExport.write(new Checkpoint("base", List.of(first, second)), Optional.of("hub/name"), out());
        Adapter joined = Adapter.read(out());
        assertThat(joined.config()).isEqualTo(new AdapterConfig("hub/name", 3, 6, false, 0, List.of("q_proj")));
        assertThat(joined.a(QUERY)).containsExactly(.1f, .2f, 1, 2, 3, 4);
        assertThat(joined.b(QUERY)).containsExactly(.3f, 5, 6, .4f, 7, 8);
        assertThat(exported.notes())
                .singleElement()
                .asString()
                .contains("rank 3")
                .contains("kept as it was");
    }

    /** Scales 3 and .5: B is multiplied by them, and the scale is 1. A weight that one leaves alone has zeros. */
    @Test
    void otherScalesGoIntoB() {
        var first = adapter("m1", 1, 3, Map.of(QUERY, new LoraPair(1, new float[] {1, 2}, new float[] {3, 4})));
        var second = adapter("m2", 2, 1, Map.of(VALUE, new LoraPair(2, new float[4], new float[] {2, 4, 6, 8})));
        Exported exported = PeftExport.write(new Checkpoint("base", List.of(first, second)), Optional.empty(), out());
        Adapter joined = Adapter.read(out());
        assertThat(joined.scale()).isEqualTo(1);
        assertThat(joined.config().base()).isEqualTo("base");
        assertThat(joined.config().targets()).containsExactly("q_proj", "v_proj");
        assertThat(joined.b(QUERY)).containsExactly(9, 0, 0, 12, 0, 0);
        assertThat(joined.a(QUERY)).containsExactly(1, 2, 0, 0, 0, 0);
        assertThat(joined.b(VALUE)).containsExactly(0, 1, 2, 0, 3, 4);
        assertThat(exported.notes()).singleElement().asString().contains("rounded");
    }

    @Test
    void oneAdapterIsCopied() {
        var only = adapter("m1", 1, 3, Map.of(QUERY, new LoraPair(1, new float[] {1, 2}, new float[] {3, 4})));
        Exported exported = PeftExport.write(new Checkpoint("base", List.of(only)), Optional.empty(), out());
        assertThat(Adapter.read(out()).digest()).isEqualTo(Adapter.read(only).digest());
        assertThat(exported.notes()).isEmpty();
    }

    @Test
    void aModelWithoutAdaptersHasNone() {
        assertThatThrownBy(() -> PeftExport.write(new Checkpoint("base", List.of()), Optional.empty(), out()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("export safetensors");
        assertThat(out()).doesNotExist();
    }

    private Path out() {
        return folder.resolve("out");
    }

    private Path adapter(String name, int rank, double alpha, Map<String, LoraPair> pairs) {
        List<String> targets = pairs.keySet().stream()
                .map(weight -> weight.replaceAll(".*\\.(\\w+)\\.weight", "$1"))
                .toList();
        Path place = folder.resolve(name);
        Adapter.write(place, new AdapterConfig("", rank, alpha, false, 0, targets), pairs);
        return place;
    }
}
