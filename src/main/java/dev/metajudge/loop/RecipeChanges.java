package dev.metajudge.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.config.RecipeFile;
import dev.metajudge.config.RecipeTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What differs between two resolved recipes and would make rows of one unlike rows of the other. */
final class RecipeChanges {
    /** What may change, beside how far to go: how often training saves itself, when it gives up. Files are compared by their contents. */
    private static final Set<String> FREE = Set.of(
            "train.checkpointSteps",
            "train.activationCheckpointing",
            "train.explodingLoss",
            "prompts.file",
            "judge.weights",
            "judge.calibration",
            "evaluate.ratings.file",
            "evaluate.pairwise.file",
            "serve.url");

    private static final String TRAINING = "train.";

    /** They decide when to stop, or how patiently to ask, not what is made. */
    private static final List<String> LIMITS =
            List.of("failOn.", "server.parallel", "server.timeout", "server.patience", "server.threads");

    /** What a run has that was begun before there was such a setting. */
    private static final Map<String, String> BEFORE = Map.of(
            "backend", "embedded",
            "url", "",
            "judge.model", "",
            "metaJudge.model", "",
            "train.model", "",
            "server.context", "0",
            "serve.where", "here",
            "serve.type", "f16");

    /** Settings that had other names. */
    private static final Map<String, String> RENAMED =
            Map.of("train.loraRank", "train.lora.rank", "train.loraAlpha", "train.lora.alpha");

    /** How training was before there was a setting for it: as the defaults have it. */
    private static final Map<String, String> STANDARD = standard();

    private static final JsonMapper JSON = new JsonMapper();

    private RecipeChanges() {}

    /**
     * A line a change, by path: {@code judge.samples: 3 → 5}; {@code round 2 judge.samples: 3 → 5} for one that not all
     * rounds share. Rounds that have not begun may change.
     *
     * @param rounds how many rounds are looked at
     * @param trained how many of them have made their model; in the others training may change, since nothing else was
     *     made by it
     */
    static List<String> between(String before, String now, int rounds, int trained) {
        Map<String, List<String>> changes = new TreeMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (var change : changes(values(before, round), values(now, round), round <= trained)) {
                changes.computeIfAbsent(change, key -> new ArrayList<>()).add("round " + round + " " + change);
            }
        }
        return changes.entrySet().stream()
                .flatMap(change ->
                        change.getValue().size() == rounds ? Stream.of(change.getKey()) : change.getValue().stream())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The changes of training alone in rounds that have begun and not made their model. */
    static List<String> ofTraining(String before, String now, int rounds, int trained) {
        var all = between(before, now, rounds, rounds);
        all.removeAll(between(before, now, rounds, trained));
        return all;
    }

    private static List<String> changes(Map<String, String> old, Map<String, String> fresh, boolean trained) {
        var paths = new TreeSet<>(old.keySet());
        paths.addAll(fresh.keySet());
        paths.removeAll(FREE);
        if (!trained) {
            paths.removeIf(path -> path.startsWith(TRAINING) && !path.equals(TRAINING + "model"));
        }
        if (evaluatesNothing(old) && evaluatesNothing(fresh)) {
            paths.removeIf(path -> path.startsWith("evaluate."));
        }
        paths.removeIf(path -> LIMITS.stream().anyMatch(path::startsWith));
        if (runsHere(old) && runsHere(fresh)) {
            paths.removeIf(path -> path.startsWith("serve."));
        }
        if (readsNoLayers(old) && readsNoLayers(fresh)) {
            paths.remove("judge.reading");
        }
        List<String> changes = new ArrayList<>();
        for (var path : paths) {
            var was = old.getOrDefault(path, BEFORE.getOrDefault(path, "nothing"));
            var is = fresh.getOrDefault(path, "nothing");
            if (!was.equals(is)) {
                changes.add(path + ": " + was + " → " + is);
            }
        }
        return changes;
    }

    /** Whether no row depends on how to evaluate; so it is too in a run that was begun before there was any. */
    private static boolean evaluatesNothing(Map<String, String> settings) {
        return Stream.of("evaluate.heldOut", "evaluate.prompts", "evaluate.ratings.file", "evaluate.pairwise.file")
                .allMatch(path -> Set.of("0", "").contains(settings.getOrDefault(path, "")));
    }

    private static boolean runsHere(Map<String, String> settings) {
        return settings.getOrDefault("backend", "embedded").equals("embedded")
                && !ServerAddress.is(settings.getOrDefault("model", ""));
    }

    private static boolean readsNoLayers(Map<String, String> settings) {
        return !settings.getOrDefault("judge.reward", "").equals("lager");
    }

    private static Map<String, String> values(String json, int round) {
        try {
            var values = new TreeMap<String, String>();
            collect("", RecipeTree.round(JSON.readTree(json), round), values);
            RENAMED.forEach((before, now) -> {
                String value = values.remove(before);
                if (value != null) {
                    values.put(now, value);
                }
            });
            STANDARD.forEach(values::putIfAbsent);
            return values;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the run's recipe is not JSON", e);
        }
    }

    private static Map<String, String> standard() {
        var values = new TreeMap<String, String>();
        collect("train", RecipeTree.of(RecipeFile.standard()).path("train"), values);
        return values;
    }

    private static void collect(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), values));
        } else {
            values.put(path, node.isTextual() ? node.asText() : node.toString());
        }
    }
}
