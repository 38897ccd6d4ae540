package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.UserError;
import dev.metajudge.model.files.BadFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a tokenizer.json does to text besides its vocabulary. Every step is known by name or refused, since one that is
 * skipped changes ids without a word.
 *
 * @param alphabet how tokens spell bytes, by its decoder
 * @param normalizer how text is changed first, as in the file
 * @param preTokenizer how text is cut, as in the file
 * @param firstToken the special token that its post-processor puts before a text
 */
record TokenizerRules(Alphabet alphabet, JsonNode normalizer, JsonNode preTokenizer, Optional<String> firstToken) {
    private static final Set<String> NORMALIZERS = Set.of("NFC", "NFD", "NFKC", "NFKD", "Prepend", "Replace");
    private static final Set<String> PRE_TOKENIZERS =
            Set.of("ByteLevel", "Split", "Digits", "Metaspace", "Punctuation");
    private static final Set<String> POST_PROCESSORS = Set.of("ByteLevel", "TemplateProcessing");

    /** Reads the rules out of the parts of a tokenizer.json, where an absent part is JSON's null. */
    static TokenizerRules read(
            Path file, JsonNode normalizer, JsonNode preTokenizer, JsonNode postProcessor, JsonNode decoder) {
        check(file, "normalizer", normalizer, "normalizers", NORMALIZERS);
        check(file, "pre_tokenizer", preTokenizer, "pretokenizers", PRE_TOKENIZERS);
        check(file, "post_processor", postProcessor, "processors", POST_PROCESSORS);
        return new TokenizerRules(alphabet(file, decoder), normalizer, preTokenizer, firstToken(postProcessor));
    }

    /** The place whose rules are also this one's: places without a difference share a tokenizer. */
    Place sameAs(Place place) {
        boolean blanks = steps(normalizer, "normalizers").stream().anyMatch(TokenizerRules::puts)
                || !metaspaces(preTokenizer).isEmpty();
        boolean first = metaspaces(preTokenizer).stream()
                .anyMatch(step -> step.path("prepend_scheme").asText().equals("first"));
        return switch (place) {
            case BEGINNING -> Place.BEGINNING;
            case AFTER_TOKEN -> first ? Place.AFTER_TEXT : Place.BEGINNING;
            case AFTER_TEXT -> blanks ? Place.AFTER_TEXT : Place.BEGINNING;
        };
    }

    /** Whether a blank is put in front of a text. */
    boolean putsBlank() {
        return steps(normalizer, "normalizers").stream().anyMatch(TokenizerRules::puts)
                || metaspaces(preTokenizer).stream()
                        .anyMatch(step -> !step.path("prepend_scheme").asText().equals("never"));
    }

    /** The normaliser at a place: without what puts a blank in front where nothing does. */
    JsonNode normalizer(Place place) {
        if (place == Place.BEGINNING || normalizer.isNull()) {
            return normalizer;
        }
        ObjectNode sequence = JsonNodeFactory.instance.objectNode().put("type", "Sequence");
        steps(normalizer, "normalizers").stream()
                .filter(step -> !puts(step))
                .forEach(sequence.putArray("normalizers")::add);
        return sequence;
    }

    /** How text is cut at a place. */
    JsonNode preTokenizer(Place place) {
        JsonNode copy = preTokenizer.deepCopy();
        if (place != Place.BEGINNING) {
            metaspaces(copy).forEach(step -> ((ObjectNode) step).put("prepend_scheme", "never"));
        }
        return copy;
    }

    private static boolean puts(JsonNode step) {
        return type(step).equals("Prepend");
    }

    private static List<JsonNode> metaspaces(JsonNode step) {
        return steps(step, "pretokenizers").stream()
                .filter(inner -> type(inner).equals("Metaspace"))
                .toList();
    }

    private static void check(Path file, String part, JsonNode node, String inner, Set<String> known) {
        for (JsonNode step : steps(node, inner)) {
            if (!known.contains(type(step))) {
                throw unknown(file, part, step);
            }
            JsonNode pattern = step.path("pattern");
            if (!pattern.isMissingNode()
                    && pattern.path("String").asText().isEmpty()
                    && pattern.path("Regex").asText().isEmpty()) {
                throw BadFile.refuse(file, "a step of its %s has an empty pattern".formatted(part));
            }
        }
    }

    /** The steps of a sequence, in sequences of sequences too; none for null. */
    private static List<JsonNode> steps(JsonNode node, String inner) {
        if (node.isNull()) {
            return List.of();
        }
        return type(node).equals("Sequence")
                ? node.path(inner)
                        .valueStream()
                        .flatMap(step -> steps(step, inner).stream())
                        .toList()
                : List.of(node);
    }

    private static Alphabet alphabet(Path file, JsonNode decoder) {
        List<JsonNode> steps = steps(decoder, "decoders");
        List<String> types = steps.stream().map(TokenizerRules::type).toList();
        if (types.equals(List.of("ByteLevel"))) {
            return Alphabet.BYTE_LEVEL;
        }
        boolean pieces = types.size() >= 3
                && types.subList(0, 3).equals(List.of("Replace", "ByteFallback", "Fuse"))
                && steps.getFirst().path("pattern").path("String").asText().equals(Alphabet.BLANK)
                && steps.getFirst().path("content").asText().equals(" ");
        if (pieces && types.size() == 3) {
            return Alphabet.PIECES;
        }
        if (pieces && types.size() == 4 && stripsOneBlank(steps.getLast())) {
            return Alphabet.PIECES_AFTER_BLANK;
        }
        throw BadFile.refuse(
                file,
                "its decoder (%s) is not supported; ByteLevel, and Replace, ByteFallback, Fuse and Strip are"
                        .formatted(types.isEmpty() ? "none" : String.join(", ", types)));
    }

    private static boolean stripsOneBlank(JsonNode step) {
        return type(step).equals("Strip")
                && step.path("content").asText().equals(" ")
                && step.path("start").asInt() == 1
                && step.path("stop").asInt(-1) == 0;
    }

    private static Optional<String> firstToken(JsonNode postProcessor) {
        return steps(postProcessor, "processors").stream()
                .filter(step -> type(step).equals("TemplateProcessing"))
                .map(step -> step.path("single").path(0).path("SpecialToken").path("id"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst();
    }

    private static String type(JsonNode step) {
        return step.path("type").asText("?");
    }

    private static UserError unknown(Path file, String part, JsonNode step) {
        return BadFile.refuse(
                file, "its %s has a step of type \"%s\", which is not supported".formatted(part, type(step)));
    }
}
