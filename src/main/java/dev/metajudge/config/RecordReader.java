package dev.metajudge.config;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.metajudge.Spelling;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes records out of {@link Node}s, telling every problem: unknown and missing settings, wrong types, and what the
 * records' own checks refuse. A record's check must begin its message with the component's name. Where a value is bad,
 * the default stands in for it, so that the other values are checked too. The settings of a component marked
 * {@link JsonUnwrapped} stand among those of its record.
 */
final class RecordReader {
    private final Problems problems;
    private final Place file;
    private final Map<String, List<String>> known;

    /** @param file where a problem lies that lies in no single setting */
    RecordReader(Problems problems, Class<? extends Record> top, Place file) {
        this.problems = problems;
        this.file = file;
        this.known = new LinkedHashMap<>();
        collect(top, "");
    }

    /** Every setting's paths by its last name: "temperature" to respond.sampling.temperature and others. */
    private void collect(Class<?> type, String path) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (unwrapped(component)) {
                collect(component.getType(), path);
                continue;
            }
            known.computeIfAbsent(component.getName(), name -> new ArrayList<>())
                    .add(path + component.getName());
            if (isBlock(component)) {
                collect(component.getType(), path + component.getName() + ".");
            }
        }
    }

    /**
     * The record that the settings make; empty when it cannot be made (the problems were added).
     *
     * @param defaults stand in for bad values
     * @param path the block's own name, ending in a dot, or ""
     */
    <R extends Record> Optional<R> read(Class<R> type, Node.Mapping node, Node.Mapping defaults, String path) {
        unknown(type, node, path);
        return known(type, node, defaults, path);
    }

    /** Whether a component's settings are a block of their own. */
    private static boolean isBlock(RecordComponent component) {
        return component.getType().isRecord() && !ScalarValue.reads(component.getType());
    }

    /** Whether a component's settings stand in the block of the record that it is a component of. */
    private static boolean unwrapped(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    }

    private <R extends Record> Optional<R> known(Class<R> type, Node.Mapping node, Node.Mapping defaults, String path) {
        var components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(components[i], node, defaults, path);
        }
        return make(type, values, new Block(node, defaults, path));
    }

    /** A block of settings: as written, by default, and its name with a dot at the end. */
    private record Block(Node.Mapping node, Node.Mapping defaults, String path) {}

    private void unknown(Class<?> type, Node.Mapping node, String path) {
        var names = names(type);
        node.entries().forEach((key, value) -> {
            if (!names.contains(key)) {
                problems.add(value.place(), "unknown setting \"" + path + key + "\"" + advice(key, names, path));
            }
        });
    }

    /** The settings of a block. */
    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component ->
                        unwrapped(component) ? names(component.getType()).stream() : Stream.of(component.getName()))
                .toList();
    }

    private String advice(String key, List<String> names, String path) {
        var near = Spelling.nearest(key, names);
        if (near.isPresent()) {
            return "; did you mean \"" + path + near.get() + "\"?";
        }
        var nested = nested(path, key);
        if (nested.isPresent()) {
            return "; did you mean \"" + nested.get() + "\"?";
        }
        var elsewhere = Spelling.nearest(key, known.keySet());
        if (elsewhere.isPresent()) {
            var all = known.getOrDefault(elsewhere.get(), List.of());
            var below = all.stream()
                    .filter(p -> !path.isEmpty() && p.startsWith(path))
                    .toList();
            var paths = below.isEmpty() ? all : below;
            return "; did you mean " + paths.stream().map(p -> '"' + p + '"').collect(Collectors.joining(" or ")) + "?";
        }
        return "; known here: " + String.join(", ", names);
    }

    /** The setting in a block below whose names in one word are the key: "loraRank" is lora.rank. */
    private Optional<String> nested(String path, String key) {
        return known.values().stream()
                .flatMap(List::stream)
                .filter(known -> known.startsWith(path))
                .filter(known -> known.substring(path.length()).replace(".", "").equalsIgnoreCase(key))
                .findFirst();
    }

    private @Nullable Object component(
            RecordComponent component, Node.Mapping node, Node.Mapping defaults, String path) {
        if (unwrapped(component)) {
            return known(component.getType().asSubclass(Record.class), node, defaults, path)
                    .orElse(null);
        }
        var name = component.getName();
        var fallback = defaults.entries().get(name);
        var value = node.entries().get(name);
        if (value == null) {
            if (!isBlock(component)) {
                problems.add(at(node), "\"" + path + name + "\" is missing");
                return null;
            }
            value = new Node.Mapping(node.place(), Map.of());
        }
        if (isBlock(component)) {
            return block(component, value, fallback, path);
        }
        try {
            return convert(component.getGenericType(), value);
        } catch (IllegalArgumentException e) {
            problems.add(value.place(), path + name + " " + e.getMessage());
            return standIn(component, fallback);
        }
    }

    private @Nullable Object block(RecordComponent component, Node value, @Nullable Node fallback, String path) {
        var name = component.getName();
        var below = fallback instanceof Node.Mapping mapping ? mapping : new Node.Mapping(value.place(), Map.of());
        var type = component.getType().asSubclass(Record.class);
        if (value instanceof Node.Mapping mapping) {
            return read(type, mapping, below, path + name + ".").orElse(null);
        }
        problems.add(value.place(), path + name + " needs a block of settings, not " + value.described());
        return null;
    }

    private static @Nullable Object standIn(RecordComponent component, @Nullable Node fallback) {
        return fallback == null ? null : convert(component.getGenericType(), fallback);
    }

    private <R extends Record> Optional<R> make(Class<R> type, @Nullable Object[] values, Block block) {
        var components = type.getRecordComponents();
        if (Arrays.stream(values).anyMatch(value -> value == null)) {
            return Optional.empty();
        }
        for (int attempt = 0; attempt <= components.length; attempt++) {
            try {
                return Optional.of(construct(type, values));
            } catch (IllegalArgumentException e) {
                if (!replaceRefused(String.valueOf(e.getMessage()), components, values, block)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Tells what a record refused and puts the default in its place; whether that could help. */
    private boolean replaceRefused(
            String message, RecordComponent[] components, @Nullable Object[] values, Block block) {
        for (int i = 0; i < components.length; i++) {
            var name = components[i].getName();
            if (message.startsWith(name + " ")) {
                var named = block.node().entries().get(name);
                problems.add(named == null ? at(block.node()) : named.place(), block.path() + message);
                var before = values[i];
                values[i] = standIn(components[i], block.defaults().entries().get(name));
                return values[i] != null && !values[i].equals(before);
            }
        }
        problems.add(at(block.node()), block.path().isEmpty() ? message : block.path() + ": " + message);
        return false;
    }

    /** A block's own place when it stands in the recipe's file, not when it comes from the defaults. */
    private Place at(Node block) {
        return block.place().source().equals(file.source()) ? block.place() : file;
    }

    private static <R extends Record> R construct(Class<R> type, @Nullable Object[] values) {
        var types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("making a " + type.getSimpleName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("making a " + type.getSimpleName(), e);
        }
    }

    private static Object convert(Type type, Node node) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return items(list.getActualTypeArguments()[0], node);
        }
        return ScalarValue.of((Class<?>) type, node);
    }

    private static List<Object> items(Type type, Node node) {
        if (!(node instanceof Node.Sequence sequence)) {
            throw new IllegalArgumentException("needs a list in [ ], not " + node.described());
        }
        return sequence.items().stream().map(item -> convert(type, item)).toList();
    }
}
