package dev.metajudge.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML that knows where it was written: a value's place is that of its key. */
sealed interface Node {
    Place place();

    /** A block of settings, in the order written. */
    record Mapping(Place place, Map<String, Node> entries) implements Node {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** These settings with {@code upper}'s over them, block by block; a list or value is replaced whole. */
        Mapping overlaid(Mapping upper) {
            var merged = new LinkedHashMap<>(entries);
            upper.entries.forEach((key, above) -> merged.merge(
                    key,
                    above,
                    (below, over) -> below instanceof Mapping block && over instanceof Mapping blockOver
                            ? block.overlaid(blockOver)
                            : over));
            return new Mapping(upper.place, merged);
        }

        /** These settings but for the named ones. */
        Mapping without(Collection<String> names) {
            var rest = new LinkedHashMap<>(entries);
            rest.keySet().removeAll(names);
            return new Mapping(place, rest);
        }

        /** These settings with one of them replaced or added. */
        Mapping with(String name, Node value) {
            var changed = new LinkedHashMap<>(entries);
            changed.put(name, value);
            return new Mapping(place, changed);
        }

        /** Of these settings the named ones. */
        Mapping only(Collection<String> names) {
            var some = new LinkedHashMap<>(entries);
            some.keySet().retainAll(names);
            return new Mapping(place, some);
        }
    }

    record Sequence(Place place, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    record Scalar(Place place, Kind kind, String text) implements Node {}

    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        NOTHING
    }

    /** How the value is named in a message: the number 3, the text "x", a list. */
    default String described() {
        return switch (this) {
            case Mapping m -> m.entries().isEmpty() ? "an empty block" : "a block of settings";
            case Sequence s -> "a list";
            case Scalar s ->
                switch (s.kind()) {
                    case TEXT -> s.text().isEmpty() ? "nothing" : "the text \"" + shortened(s.text()) + "\"";
                    case NUMBER -> "the number " + shortened(s.text());
                    case TRUTH -> s.text();
                    case NOTHING -> "nothing";
                };
        };
    }

    private static String shortened(String text) {
        var line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }
}
