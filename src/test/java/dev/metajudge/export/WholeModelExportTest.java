package dev.metajudge.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.UserError;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterConfig;
import dev.metajudge.model.adapter.LoraPair;
import dev.metajudge.model.files.ReferenceTensors;
import dev.metajudge.model.files.Weights;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.load.ModelFiles;
import dev.metajudge.model.quant.SafetensorsFormat;
import dev.metajudge.model.quant.TensorFormat;
import dev.metajudge.model.source.ModelResolver;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiny models out and in again, through every form: the same numbers, shape, tokens and chat format. */
class WholeModelExportTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path GGUF = GOLDEN.resolve("gguf/tiny-llama-f32.gguf");
    private static final Path ADAPTER = GOLDEN.resolve("dpo/adapter");

    @TempDir
    private Path folder;

    @Test
    void aGgufFileBecomesItselfAgain() throws IOException {
        Path out = folder.resolve("copy.gguf");
        var exported = gguf(GGUF, List.of(), TensorFormat.F32, out);
        assertThat(exported.notes()).singleElement().asString().contains("chat template is not one of those known");
        assertThat(Files.size(out)).isEqualTo(exported.bytes());
        same(GGUF, out, 0);
    }

    @Test
    void aGgufFileBecomesAFolderAndThatAGgufFile() {
        Path checkpoint = folder.resolve("checkpoint");
        safetensors(GGUF, List.of(), SafetensorsFormat.F32, checkpoint);
        same(GGUF, checkpoint, 0);
        Path back = folder.resolve("back.gguf");
        gguf(checkpoint, List.of(), TensorFormat.F32, back);
        same(GGUF, back, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3-rope", "mistral", "qwen2", "qwen3", "phi3"})
    void everyFamilyGoesBothWays(String family) throws IOException {
        Path source = checkpoint(family);
        Path file = folder.resolve("model.gguf");
        gguf(source, List.of(), TensorFormat.F32, file);
        same(source, file, 0);
        Path back = folder.resolve("back");
        safetensors(file, List.of(), SafetensorsFormat.F32, back);
        same(source, back, 0);
        Path copy = folder.resolve("copy");
        safetensors(source, List.of(), SafetensorsFormat.F32, copy);
        same(source, copy, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3_text"})
    void aScaleOfQueriesThatGgufCannotSayIsRefused(String family) throws IOException {
        Path source = checkpoint(family);
        Path out = folder.resolve("model.gguf");
        assertThatThrownBy(() -> gguf(source, List.of(), TensorFormat.F32, out))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the scale of queries")
                .hasMessageContaining("safetensors instead");
        assertThat(out).doesNotExist();
        Path copy = folder.resolve("copy");
        safetensors(source, List.of(), SafetensorsFormat.F32, copy);
        same(source, copy, 1e-6); // its norms lose and get back their 1
    }

    @ParameterizedTest
    @ValueSource(strings = {"F16", "BF16", "Q8_0"})
    void smallerFormatsKeepTheNumbersNearly(String type) {
        Path out = folder.resolve("small.gguf");
        gguf(GGUF, List.of(), TensorFormat.valueOf(type), out);
        same(GGUF, out, 0.01);
        try (ModelFiles small = ModelFiles.open(ModelResolver.ofUser().resolve(out.toString()))) {
            assertThat(small.formats()).containsKeys(type, "F32");
        }
    }

    @Test
    void q8IsTheReferenceQuantisers() throws IOException {
        Path out = folder.resolve("q8.gguf");
        gguf(GGUF, List.of(), TensorFormat.Q8_0, out);
        same(GOLDEN.resolve("gguf/tiny-llama-q8_0.gguf"), out, 0);
    }

    @Test
    void anAdapterIsMergedAsTheReferenceMergesIt() throws IOException {
        Path out = folder.resolve("merged");
        safetensors(GGUF, List.of(ADAPTER), SafetensorsFormat.F32, out);
        var reference = new ReferenceTensors(GOLDEN.resolve("dpo/merged_golden.safetensors"));
        int compared = 0;
        try (ModelFiles merged = ModelFiles.open(ModelResolver.ofUser().resolve(out.toString()))) {
            for (String name : merged.weights().names()) {
                String golden = name.replaceAll("model\\.(layers\\.\\d+\\.).*\\.(\\w+)\\.weight", "merged.$1$2");
                if (reference.has(golden)) {
                    assertThat(numbers(merged.weights(), name))
                            .containsExactly(reference.floats(golden), within(1e-5f));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(2);
    }

    @Test
    void numbersThatDoNotFitAreRefusedAndNothingIsLeft() throws IOException {
        Path out = folder.resolve("out/model.gguf");
        var config = new AdapterConfig("", 1, 1e6, false, 0, List.of("q_proj"));
        float[] a = new float[64];
        float[] b = new float[64];
        a[3] = 1;
        b[5] = 1;
        var pair = new LoraPair(1, a, b);
        Path adapter = folder.resolve("adapter");
        Adapter.write(adapter, config, Map.of("model.layers.0.self_attn.q_proj.weight", pair));
        assertThatThrownBy(() -> gguf(GGUF, List.of(adapter), TensorFormat.F16, out))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("blk.0.attn_q.weight holds")
                .hasMessageContaining("write bf16 or f32");
        assertThat(out.getParent()).isEmptyDirectory();
        gguf(GGUF, List.of(adapter), TensorFormat.BF16, out);
        assertThat(out).exists();
    }

    @Test
    void aFolderWithSomethingInItIsNotTouched() throws IOException {
        Path out = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(out.resolve("note"), "mine");
        assertThatThrownBy(() -> safetensors(GGUF, List.of(), SafetensorsFormat.F32, out))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has something in it already");
        assertThat(out).isDirectoryContaining("glob:**note");
        assertThatThrownBy(() -> gguf(GGUF, List.of(), TensorFormat.F32, out))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--out must be a file");
    }

    /** A tiny checkpoint with the tiny Llama's tokenizer, whose vocabulary all of them share. */
    private Path checkpoint(String family) throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        Path golden = GOLDEN.resolve("tiny-models");
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(golden.resolve(family).resolve(name), source.resolve(name));
        }
        for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(golden.resolve("llama").resolve(name), source.resolve(name));
        }
        return source;
    }

    private static Exported gguf(Path source, List<Path> adapters, TensorFormat type, Path out) {
        try (var model = open(source, adapters)) {
            return GgufExport.write(model, type, out, numbers -> {});
        }
    }

    private static void safetensors(Path source, List<Path> adapters, SafetensorsFormat type, Path out) {
        try (var model = open(source, adapters)) {
            SafetensorsExport.write(model, type, out, numbers -> {});
        }
    }

    private static AdaptedModel open(Path source, List<Path> adapters) {
        return AdaptedModel.open(new Checkpoint(source.toString(), adapters), ModelResolver.ofUser());
    }

    private static void same(Path first, Path second, double off) {
        try (ModelFiles one = ModelFiles.open(ModelResolver.ofUser().resolve(first.toString()));
                ModelFiles two = ModelFiles.open(ModelResolver.ofUser().resolve(second.toString()))) {
            ModelConfig shape = one.config();
            assertThat(ShapeComparison.difference(shape, two.config())).isEmpty();
            assertThat(TokenizerComparison.difference(one.tokenizer(), two.tokenizer()))
                    .isEmpty();
            assertThat(two.tokenizer().stops()).containsExactly(one.tokenizer().stops());
            assertThat(two.chat().name()).isEqualTo(one.chat().name());
            assertThat(two.weights().names()).isEqualTo(one.weights().names());
            for (String name : one.weights().names()) {
                float[] expected = numbers(one.weights(), name);
                float[] actual = numbers(two.weights(), name);
                if (off == 0) {
                    assertThat(actual).as(name).isEqualTo(expected);
                } else {
                    assertThat(actual).as(name).containsExactly(expected, within((float) off));
                }
            }
        }
    }

    private static float[] numbers(Weights weights, String name) {
        long size = 1;
        for (long dimension : weights.shape(name)) {
            size *= dimension;
        }
        var target = FloatBuffer.allocate((int) size);
        weights.read(name, target);
        return target.array();
    }
}
