package dev.metajudge.config;

import java.util.List;
import java.util.Map;

/** A setting from the command line: {@code judge.samples=5}; the value is YAML. */
final class SetOption {
    private SetOption() {}

    /** The setting as nested blocks; an empty block when it cannot be read (the problem was added). */
    static Node.Mapping parse(String option, Problems problems) {
        var place = new Place("--set " + option, 0);
        var nothing = new Node.Mapping(place, Map.of());
        int equals = option.indexOf('=');
        if (equals < 1) {
            problems.add(place, "is not of the form name=value, such as --set judge.samples=5");
            return nothing;
        }
        var names = List.of(option.substring(0, equals).strip().split("\\.", -1));
        if (names.stream().anyMatch(String::isBlank)) {
            problems.add(place, "\"" + option.substring(0, equals) + "\" is not the name of a setting");
            return nothing;
        }
        int before = problems.count();
        var read = YamlReader.read(place.source(), false, option.substring(equals + 1), problems);
        if (problems.count() > before) {
            return nothing;
        }
        var value = read.orElse(new Node.Scalar(place, Node.Kind.NOTHING, ""));
        for (String name : names.reversed()) {
            value = new Node.Mapping(place, Map.of(name, value));
        }
        return (Node.Mapping) value;
    }
}
