package dev.metajudge.model.engine;

import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.model.source.ModelResolver;
import java.nio.file.Path;
import java.util.List;

/** The tiny Llama of the golden files, with random weights, its tokenizer and SmolLM2's chat format. */
public final class TinyLlama {
    public static final Path FILE = Path.of("src/test/resources/golden/gguf/tiny-llama-f32.gguf");

    private TinyLlama() {}

    public static LoadedModel load(Precision precision) {
        return LoadedModel.open(
                new Checkpoint(FILE.toString(), List.of()),
                precision,
                ModelResolver.ofUser(),
                java.util.Optional.empty());
    }
}
