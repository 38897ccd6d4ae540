package dev.metajudge.model.load;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import dev.metajudge.model.chat.ChatFormat;
import dev.metajudge.model.chat.UnknownFormat;
import dev.metajudge.model.source.ResolvedModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A model described for people and programs.
 *
 * @param spec where it comes from
 * @param file the file with the weights, or the folder
 * @param bytes its length
 * @param sha256 its checksum
 * @param name what the file calls itself, if anything
 * @param config its shape
 * @param attention what its attention has beyond the plain kind, in words
 * @param rotary its rotary embeddings, in words
 * @param parameters how many numbers its weights hold
 * @param formats how many tensors there are of each number format
 * @param tokenizer what kind of tokenizer it has
 * @param chatFormat its chat format, or why there is none
 * @param licence what the file says of its licence, if anything
 * @param packageLicence what the package that it came in says, if anything
 * @param notes what else the place that it came from keeps of it, shortened
 * @param places by fact, where in the model's files it stands
 * @param memory estimates by precision
 */
public record ModelDescription(
        String spec,
        String file,
        long bytes,
        String sha256,
        String name,
        ModelConfig config,
        String attention,
        String rotary,
        long parameters,
        Map<String, Integer> formats,
        String tokenizer,
        String chatFormat,
        String licence,
        String packageLicence,
        Map<String, String> notes,
        Map<String, String> places,
        Map<String, MemoryEstimate> memory) {
    private static final String UNKNOWN = "not said";

    public ModelDescription {
        formats = Collections.unmodifiableMap(new LinkedHashMap<>(formats));
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
        places = Map.copyOf(places);
        memory = Collections.unmodifiableMap(new LinkedHashMap<>(memory));
    }

    /** Describes an open model. */
    public static ModelDescription of(ModelFiles model) {
        ResolvedModel source = model.source();
        long parameters = model.parameters();
        var memory = new LinkedHashMap<String, MemoryEstimate>();
        for (Precision precision : Precision.values()) {
            memory.put(precision.label(), MemoryEstimate.of(model.config(), parameters, precision));
        }
        var notes = new LinkedHashMap<String, String>();
        source.notes().forEach((name, text) -> notes.put(name, said(Optional.of(text))));
        return new ModelDescription(
                source.spec(),
                source.file().toString(),
                source.bytes(),
                source.sha256(),
                said(model.about().name()),
                model.config(),
                ShapeText.attention(model.config()),
                ShapeText.rotary(model.config()),
                parameters,
                model.formats(),
                model.tokenizer().kind(),
                chat(model.chat()),
                said(model.about().licence()),
                said(source.licence()),
                notes,
                model.about().places(),
                memory);
    }

    /** A text out of a file, in one line of bounded length. */
    private static String said(Optional<String> text) {
        return text.map(said -> said.replaceAll("\\p{Cntrl}", " "))
                .map(line -> line.length() > 200 ? line.substring(0, 200) + "..." : line)
                .orElse(UNKNOWN);
    }

    private static String chat(ChatFormat format) {
        return format instanceof UnknownFormat(String reason) ? "none: " + reason : format.name();
    }
}
