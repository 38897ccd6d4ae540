package dev.metajudge.model.chat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A chat template as the model's file has it, recognised by the checksum of its text. Spellings that mean the same to
 * Jinja count as the same: a line break inside a tag written out or as \n, and line breaks at the end that are dropped.
 *
 * @param text the template
 */
record TemplateText(String text) {
    private static final Pattern TAG = Pattern.compile("\\{[{%].*?[%}]}", Pattern.DOTALL);
    private static final int BEGINNING = 60;
    private static final Map<String, KnownFormat> KNOWN = read();

    /**
     * A template that was seen and checked.
     *
     * @param sha256 of its normalised text
     * @param format the name of the format that it means
     * @param seen some models whose files hold it
     */
    record Known(String sha256, String format, List<String> seen) {}

    Optional<KnownFormat> format() {
        return Optional.ofNullable(KNOWN.get(sha256()));
    }

    /** Its beginning in one line, for messages. */
    String beginning() {
        return text.substring(0, Math.min(BEGINNING, text.length())).replaceAll("\\p{Cntrl}", " ");
    }

    String normalised() {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        String tags = TAG.matcher(lines)
                .replaceAll(tag -> Matcher.quoteReplacement(tag.group().replace("\\n", "\n")));
        String once = tags.endsWith("\n") ? tags.substring(0, tags.length() - 1) : tags;
        return once.endsWith("%}\n") ? once.substring(0, once.length() - 1) : once;
    }

    String sha256() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(normalised().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, KnownFormat> read() {
        try (InputStream json =
                Objects.requireNonNull(TemplateText.class.getResourceAsStream("known-templates.json"))) {
            return new ObjectMapper()
                    .readValue(json, new TypeReference<List<Known>>() {}).stream()
                            .collect(Collectors.toUnmodifiableMap(
                                    Known::sha256,
                                    known -> KnownFormat.of(known.format()).orElseThrow()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
