package dev.metajudge.model.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.metajudge.UserError;
import dev.metajudge.model.files.BadFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads and writes PEFT's adapter_config.json. PEFT's settings change from version to version, so one that is not
 * known here passes only when it is off (null, false, 0 or empty): an adapter that runs with a setting ignored gives
 * wrong numbers without a word.
 */
final class PeftConfig {
    private static final int LONGEST = 1 << 20;

    /** Settings that are read or checked below. */
    private static final Set<String> READ = Set.of(
            "peft_type",
            "task_type",
            "base_model_name_or_path",
            "r",
            "lora_alpha",
            "use_rslora",
            "lora_dropout",
            "target_modules",
            "bias",
            "init_lora_weights");

    /** Settings that say where the adapter comes from or how it was trained, not how it is applied. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "auto_mapping",
            "exclude_modules",
            "inference_mode",
            "megatron_core",
            "peft_version",
            "qalora_group_size",
            "revision");

    /** First weights that leave the base model's own as they were. */
    private static final Set<String> HARMLESS_STARTS = Set.of("true", "false", "gaussian", "orthogonal");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Path file;
    private final JsonNode json;

    private PeftConfig(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    static AdapterConfig read(Path file) {
        var config = new PeftConfig(file, parse(file));
        config.refuseUnsupported();
        return config.settings();
    }

    /** A file of settings as JSON, of bounded length. */
    static JsonNode parse(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] text = in.readNBytes(LONGEST + 1);
            if (text.length > LONGEST) {
                throw BadFile.refuse(file, "it is longer than %d bytes".formatted(LONGEST));
            }
            JsonNode json = JSON.readTree(text);
            if (!json.isObject()) {
                throw BadFile.refuse(file, "it is not a JSON object");
            }
            return json;
        } catch (JsonProcessingException broken) {
            throw BadFile.refuse(file, "it is not valid JSON: " + broken.getOriginalMessage());
        } catch (IOException failed) {
            throw BadFile.unreadable(file, failed);
        }
    }

    private void refuseUnsupported() {
        if (!json.path("peft_type").asText("").equals("LORA")) {
            throw refuse("peft_type", "LORA");
        }
        if (!isOff("task_type") && !json.get("task_type").asText().equals("CAUSAL_LM")) {
            throw refuse("task_type", "CAUSAL_LM");
        }
        if (!isOff("bias") && !json.get("bias").asText().equals("none")) {
            throw refuse("bias", "none");
        }
        String start = json.path("init_lora_weights").asText("true");
        if (!HARMLESS_STARTS.contains(start)) {
            throw refuse("init_lora_weights", "a start that leaves the base's weights alone " + HARMLESS_STARTS);
        }
        for (String setting : (Iterable<String>) json::fieldNames) {
            if (!READ.contains(setting) && !WITHOUT_EFFECT.contains(setting) && !isOff(setting)) {
                throw refuse(setting, "off");
            }
        }
    }

    private boolean isOff(String setting) {
        JsonNode value = json.path(setting);
        return value.isMissingNode()
                || value.isNull()
                || (value.isBoolean() && !value.booleanValue())
                || (value.isNumber() && value.doubleValue() == 0)
                || (value.isTextual() && value.textValue().isEmpty())
                || (value.isContainerNode() && value.isEmpty());
    }

    private AdapterConfig settings() {
        JsonNode rank = json.path("r");
        JsonNode alpha = json.path("lora_alpha");
        JsonNode dropout = json.path("lora_dropout");
        JsonNode stabilized = json.path("use_rslora");
        if (!rank.isIntegralNumber() || !rank.canConvertToInt()) {
            throw refuse("r", "a whole number");
        }
        if (!alpha.isNumber()) {
            throw refuse("lora_alpha", "a number");
        }
        if (!dropout.isNumber() && !isOff("lora_dropout")) {
            throw refuse("lora_dropout", "a number");
        }
        if (!stabilized.isBoolean() && !isOff("use_rslora")) {
            throw refuse("use_rslora", "true or false");
        }
        String base = json.path("base_model_name_or_path").asText("");
        try {
            return new AdapterConfig(
                    isOff("base_model_name_or_path") ? "" : base,
                    rank.intValue(),
                    alpha.doubleValue(),
                    stabilized.asBoolean(),
                    dropout.asDouble(),
                    targets());
        } catch (IllegalArgumentException unsound) {
            throw BadFile.refuse(file, "its settings are unsound: " + unsound.getMessage());
        }
    }

    private List<String> targets() {
        JsonNode modules = json.path("target_modules");
        var targets = new ArrayList<String>();
        for (JsonNode module : modules) {
            if (!module.isTextual() || module.textValue().isEmpty()) {
                throw refuse("target_modules", "a list of names");
            }
            targets.add(module.textValue());
        }
        if (!modules.isArray() || targets.isEmpty()) {
            throw refuse("target_modules", "a list of names");
        }
        return targets;
    }

    private UserError refuse(String setting, String supported) {
        return BadFile.refuse(
                file,
                "the setting %s is %s; supported is %s"
                        .formatted(setting, json.has(setting) ? json.get(setting) : "missing", supported));
    }

    /** The file's bytes: sorted settings, those that PEFT would fill in for itself left out. */
    static byte[] write(AdapterConfig config) {
        var json = new TreeMap<String, Object>();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put(
                "base_model_name_or_path",
                config.base().isEmpty() ? JsonNodeFactory.instance.nullNode() : config.base());
        json.put("r", config.rank());
        json.put("lora_alpha", plain(config.alpha()));
        json.put("lora_dropout", config.dropout());
        json.put("target_modules", config.targets());
        json.put("use_rslora", config.rankStabilized());
        json.putAll(Map.of("bias", "none", "fan_in_fan_out", false, "inference_mode", true, "use_dora", false));
        json.put("modules_to_save", JsonNodeFactory.instance.nullNode());
        return printed(json);
    }

    /** Settings as JSON, the same bytes on every system. */
    static byte[] printed(SortedMap<String, Object> json) {
        var printer = new DefaultPrettyPrinter();
        var lines = new DefaultIndenter("  ", "\n");
        printer.indentArraysWith(lines);
        printer.indentObjectsWith(lines);
        try {
            return (JSON.writer(printer).writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** PEFT declares alpha as a whole number: 8, not 8.0. */
    private static Number plain(double alpha) {
        if (alpha == Math.rint(alpha) && alpha <= Integer.MAX_VALUE) {
            return (int) alpha;
        }
        return alpha;
    }
}
