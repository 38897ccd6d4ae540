package dev.metajudge.model.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.model.files.ReferenceTensors;
import dev.metajudge.model.files.SafetensorsFuzzTest;
import dev.metajudge.model.files.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/dpo/adapter");
    private static final String QUERY = "model.layers.0.self_attn.q_proj.weight";

    @TempDir
    private Path folder;

    @Test
    void anAdapterOfPeftIsRead() throws IOException {
        var reference = new ReferenceTensors(GOLDEN.resolve("adapter_model.safetensors"));
        Adapter adapter = Adapter.read(GOLDEN);
        assertThat(adapter.config())
                .isEqualTo(new AdapterConfig(
                        "tiny-models/llama",
                        4,
                        8,
                        false,
                        0,
                        List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")));
        assertThat(adapter.rank()).isEqualTo(4);
        assertThat(adapter.scale()).isEqualTo(2);
        assertThat(adapter.pairs()).hasSize(21);
        assertThat(adapter.has(QUERY)).isTrue();
        assertThat(adapter.has("model.embed_tokens.weight")).isFalse();
        String down = "base_model.model.model.layers.2.mlp.down_proj.lora_%s.weight";
        assertThat(adapter.a("model.layers.2.mlp.down_proj.weight"))
                .hasSize(4 * 96)
                .isEqualTo(reference.floats(down.formatted("A")));
        assertThat(adapter.b("model.layers.2.mlp.down_proj.weight"))
                .hasSize(64 * 4)
                .isEqualTo(reference.floats(down.formatted("B")));
        assertThat(adapter.digest()).isEqualTo("53f62bdfb2061f9cf2f859d1729912e5bd47981c9bf1e165f7c095a1098d7538");
    }

    @Test
    void matricesAreWrittenAsPeftWritesThem() throws IOException {
        Adapter adapter = Adapter.read(GOLDEN);
        Path copy = folder.resolve("new/copy");
        Adapter written = Adapter.write(copy, adapter.config(), adapter.pairs());
        assertThat(copy.resolve("adapter_model.safetensors"))
                .hasSameBinaryContentAs(GOLDEN.resolve("adapter_model.safetensors"));
        assertThat(written.digest()).isEqualTo(adapter.digest());
        assertThat(Adapter.read(copy).config()).isEqualTo(adapter.config());
        assertThat(names(folder.resolve("new"))).containsExactly("copy");
        assertThat(names(copy)).containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors");
    }

    @Test
    void settingsAreWrittenTheSameWayEveryTime() {
        Path path = folder.resolve("x");
        write(path, new AdapterConfig("pypi:some-model==1", 2, 4, true, 0.05, List.of("q_proj")));
        assertThat(path.resolve("adapter_config.json")).hasContent("""
                        {
                          "base_model_name_or_path" : "pypi:some-model==1",
                          "bias" : "none",
                          "fan_in_fan_out" : false,
                          "inference_mode" : true,
                          "lora_alpha" : 4,
                          "lora_dropout" : 0.05,
                          "modules_to_save" : null,
                          "peft_type" : "LORA",
                          "r" : 2,
                          "target_modules" : [
                            "q_proj"
                          ],
                          "task_type" : "CAUSAL_LM",
                          "use_dora" : false,
                          "use_rslora" : true
                        }
                        """);
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        var config = new AdapterConfig("", 2, 3.5, true, 0, List.of("q_proj"));
        write(folder.resolve("x"), config);
        Adapter adapter = Adapter.read(folder.resolve("x"));
        assertThat(adapter.config()).isEqualTo(config);
        assertThat(adapter.scale()).isEqualTo(3.5 / Math.sqrt(2));
        assertThat(adapter.a(QUERY)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(adapter.b(QUERY)).containsExactly(7, 8, 9, 10);
    }

    @Test
    void anAdapterIsReplacedWhole() {
        Path path = folder.resolve("x");
        write(path, config());
        Adapter changed = Adapter.write(path, config(), Map.of(QUERY, pair(-1)));
        assertThat(Adapter.read(path).a(QUERY)[0]).isEqualTo(-1);
        assertThat(Adapter.read(path).digest()).isEqualTo(changed.digest());
        assertThat(names(folder)).containsExactly("x");
    }

    @Test
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        Path path = Files.createDirectory(folder.resolve("x"));
        Files.writeString(path.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> write(path, config()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("notes.txt");
        assertThat(path.resolve("notes.txt")).hasContent("mine");
        assertThat(names(folder)).containsExactly("x");
    }

    @Test
    void leftoversOfAProcessThatWasStoppedAreCleared() throws IOException {
        Files.createDirectories(folder.resolve(".x.part/deep"));
        Files.createDirectories(folder.resolve(".x.old"));
        write(folder.resolve("x"), config());
        assertThat(names(folder)).containsExactly("x");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsTold() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> write(file.resolve("x"), config())).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> write(file, config())).isInstanceOf(UserError.class);
    }

    @Test
    void matricesThatAreNotThoseOfTheSettingsAreFaultsOfTheCaller() {
        Path path = folder.resolve("x");
        var rank3 = new AdapterConfig("", 3, 1, false, 0, List.of("q_proj"));
        var both = new AdapterConfig("", 2, 1, false, 0, List.of("q_proj", "k_proj"));
        var other = new AdapterConfig("", 2, 1, false, 0, List.of("k_proj"));
        for (AdapterConfig config : List.of(rank3, both, other)) {
            assertThatThrownBy(() -> write(path, config)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new LoraPair(1, new float[] {Float.NaN}, new float[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
        assertThat(names(folder)).isEmpty();
        assertThatThrownBy(() -> Adapter.read(GOLDEN).a("lm_head.weight")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "peft_type": "LORA"                 | "peft_type": "IA3"                              | peft_type
                    "task_type": "CAUSAL_LM"            | "task_type": "SEQ_CLS"                          | task_type
                    "bias": "none"                      | "bias": "lora_only"                             | bias
                    "lora_bias": false                  | "lora_bias": true                               | lora_bias
                    "fan_in_fan_out": false             | "fan_in_fan_out": true                          | fan_in_fan_out
                    "use_dora": false                   | "use_dora": true                                | use_dora
                    "modules_to_save": null             | "modules_to_save": ["lm_head"]                  | modules_to_save
                    "layers_to_transform": null         | "layers_to_transform": [0]                      | layers_to_transform
                    "layers_pattern": null              | "layers_pattern": "h"                           | layers_pattern
                    "layer_replication": null           | "layer_replication": [[0, 2]]                   | layer_replication
                    "rank_pattern": {}                  | "rank_pattern": {"q_proj": 8}                   | rank_pattern
                    "alpha_pattern": {}                 | "alpha_pattern": {"q_proj": 8}                  | alpha_pattern
                    "trainable_token_indices": null     | "trainable_token_indices": [1]                  | trainable_token_indices
                    "target_parameters": null           | "target_parameters": ["x"]                      | target_parameters
                    "init_lora_weights": true           | "init_lora_weights": "pissa"                    | init_lora_weights
                    "use_qalora": false                 | "use_qalora": true                              | use_qalora
                    "use_rslora": false                 | "use_rslora": "yes"                             | use_rslora
                    "use_rslora": false                 | "use_rslora": false, "a_new_one": 3             | a_new_one
                    "use_rslora": false                 | "use_rslora": false, "use_rslora": true         | Duplicate
                    "r": 4                              | "r": 0                                          | rank
                    "r": 4                              | "r": "4"                                        | setting r
                    "r": 4                              | "r": 99999999999                                | setting r
                    "r": 4                              | "r": 5                                          | with r = 5
                    "lora_alpha": 8                     | "lora_alpha": 0                                 | alpha
                    "lora_alpha": 8                     | "lora_alpha": 1e999                             | alpha
                    "lora_alpha": 8                     | "lora_alpha": null                              | lora_alpha
                    "down_proj",                        | "down_proj", "lm_head",                         | lm_head
                    "down_proj",                        | 3,                                              | target_modules
                    "down_proj",                        | ``                                              | down_proj
                    "peft_type": "LORA"                 | "peft_type" "LORA"                              | not valid JSON
                    """)
    void aSettingThatIsNotSupportedIsNamedAndRefused(String before, String after, String named) throws IOException {
        String settings = Files.readString(GOLDEN.resolve("adapter_config.json"));
        assertThat(settings).contains(before);
        Files.writeString(folder.resolve("adapter_config.json"), settings.replace(before, after));
        Files.copy(GOLDEN.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        assertThatThrownBy(() -> Adapter.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    q_proj.lora_A.weight              | 3 | 2 | has the shape [3, 2]
                    q_proj.lora_A.weight              | 2 | 0 | has the shape [2, 0]
                    q_proj.lora_B.weight              | 2 | 3 | has the shape [2, 3]
                    q_proj.lora_A.default.weight      | 2 | 2 | is not a LoRA matrix
                    embed_tokens.lora_embedding_A     | 2 | 2 | is not a LoRA matrix
                    q_proj.lora_magnitude_vector      | 2 | 2 | is not a LoRA matrix
                    k_proj.lora_A.weight              | 2 | 2 | k_proj.lora_B.weight is missing
                    k_proj.lora_B.weight              | 2 | 2 | k_proj.lora_A.weight is missing
                    """)
    void aTensorThatDoesNotFitIsNamedAndRefused(String name, long rows, long columns, String reason) {
        write(folder.resolve("x"), config());
        var tensors =
                new TreeMap<>(Map.of("q_proj.lora_A.weight", List.of(2L, 3L), "q_proj.lora_B.weight", List.of(2L, 2L)));
        tensors.put(name, List.of(rows, columns));
        var writer = new SafetensorsWriter();
        tensors.forEach((tensor, shape) -> writer.tensor(
                "base_model.model.model.layers.0.self_attn." + tensor,
                shape,
                new float[(int) (shape.getFirst() * shape.getLast())]));
        writer.write(folder.resolve("x/adapter_model.safetensors"));
        assertThatThrownBy(() -> Adapter.read(folder.resolve("x")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("layers.0.self_attn." + name.replaceAll("_[AB]\\.weight", ""))
                .hasMessageContaining(reason);
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        write(folder.resolve("x"), config());
        new SafetensorsWriter()
                .tensor(new PeftName(QUERY, PeftName.Matrix.A).spelled(), List.of(2L, 1L), new float[2])
                .tensor(new PeftName(QUERY, PeftName.Matrix.B).spelled(), List.of(1L, 2L), new float[] {
                    0, Float.POSITIVE_INFINITY
                })
                .write(folder.resolve("x/adapter_model.safetensors"));
        assertThatThrownBy(() -> Adapter.read(folder.resolve("x")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(QUERY)
                .hasMessageContaining("Infinity at place 1");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> Adapter.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("adapter_config.json: no such file");
        Files.copy(GOLDEN.resolve("adapter_config.json"), folder.resolve("adapter_config.json"));
        assertThatThrownBy(() -> Adapter.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("adapter_model.safetensors: no such file");
        Files.createFile(folder.resolve("adapter_model.bin"));
        assertThatThrownBy(() -> Adapter.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("safe_serialization");
    }

    @Test
    void aMutatedFolderIsReadOrRefused() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        List<String> files = List.of("adapter_config.json", "adapter_model.safetensors");
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            String mutated = files.get(i % 2);
            for (String file : files) {
                byte[] sound = Files.readAllBytes(GOLDEN.resolve(file));
                Files.write(
                        folder.resolve(file), file.equals(mutated) ? SafetensorsFuzzTest.mutate(sound, random) : sound);
            }
            try {
                Adapter.read(folder);
            } catch (UserError error) {
                assertThat(error.getMessage()).startsWith(folder.toString()).doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isBetween(120, 399);
    }

    private static AdapterConfig config() {
        return new AdapterConfig("", 2, 4, false, 0, List.of("q_proj"));
    }

    private static void write(Path path, AdapterConfig config) {
        Adapter.write(path, config, Map.of(QUERY, pair(1)));
    }

    private static LoraPair pair(float first) {
        return new LoraPair(2, new float[] {first, 2, 3, 4, 5, 6}, new float[] {7, 8, 9, 10});
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
