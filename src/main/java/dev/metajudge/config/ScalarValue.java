package dev.metajudge.config;

import dev.metajudge.train.loss.Mixture;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A single value of a wanted type, or an {@link IllegalArgumentException} that says what is needed instead. */
final class ScalarValue {
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,18})");
    /** YAML 1.1 takes 1e-4 and .5 for text; people who write them mean numbers. */
    private static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,4})?");

    private ScalarValue() {}

    /** Whether a record is written as one value and not as a block of settings. */
    static boolean reads(Class<?> type) {
        return type == Mixture.class;
    }

    static Object of(Class<?> type, Node node) {
        if (type == Mixture.class) {
            return mixture(node);
        }
        if (!(node instanceof Node.Scalar scalar)) {
            throw needs(wanted(type), node);
        }
        if (type == String.class) {
            return text(scalar);
        } else if (type == int.class || type == Integer.class) {
            return whole(scalar, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
        } else if (type == long.class || type == Long.class) {
            return whole(scalar, Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type == double.class || type == Double.class) {
            return decimal(scalar);
        } else if (type == boolean.class) {
            return truth(scalar);
        } else if (type.isEnum()) {
            return constant(type, scalar);
        } else if (type == HeldOutPrompts.class) {
            return heldOut(scalar);
        }
        throw new IllegalStateException("no reader for settings of type " + type);
    }

    private static String wanted(Class<?> type) {
        if (type == String.class) {
            return "text";
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type.isEnum()) {
            return labels(type);
        }
        if (type == HeldOutPrompts.class) {
            return "a number or a share of the pool, or a file";
        }
        return type == double.class || type == Double.class ? "a number" : "a whole number";
    }

    private static IllegalArgumentException needs(String wanted, Node node) {
        return new IllegalArgumentException("needs " + wanted + ", not " + node.described());
    }

    private static String text(Node.Scalar scalar) {
        return switch (scalar.kind()) {
            case TEXT -> scalar.text();
            case NUMBER, TRUTH ->
                throw new IllegalArgumentException("needs text, not " + scalar.described() + ": put it in quotes");
            case NOTHING -> throw needs("text", scalar);
        };
    }

    private static Long whole(Node.Scalar scalar, long least, long most) {
        if (scalar.kind() != Node.Kind.NUMBER || !WHOLE.matcher(scalar.text()).matches()) {
            throw needs("a whole number", scalar);
        }
        try {
            long value = Long.parseLong(scalar.text());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Nineteen digits can be too many: told below.
        }
        throw new IllegalArgumentException("must lie in " + least + " to " + most + ", not " + scalar.text());
    }

    private static Double decimal(Node.Scalar scalar) {
        var numeric = scalar.kind() == Node.Kind.NUMBER || scalar.kind() == Node.Kind.TEXT;
        if (!numeric || !DECIMAL.matcher(scalar.text()).matches()) {
            throw needs("a number", scalar);
        }
        double value = Double.parseDouble(scalar.text());
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("is too large: " + scalar.text());
        }
        return value;
    }

    /** Whether a text means a number all the same. */
    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /** A whole number, a share, or a file's name. */
    private static HeldOutPrompts heldOut(Node.Scalar scalar) {
        return switch (scalar.kind()) {
            case NUMBER ->
                WHOLE.matcher(scalar.text()).matches()
                        ? new HeldOutPrompts.Count(
                                whole(scalar, 0, Integer.MAX_VALUE).intValue())
                        : new HeldOutPrompts.Share(decimal(scalar));
            case TEXT ->
                isDecimal(scalar.text())
                        ? new HeldOutPrompts.Share(decimal(scalar))
                        : new HeldOutPrompts.File(scalar.text());
            case TRUTH, NOTHING -> throw needs("a number or a share of the pool, or a file", scalar);
        };
    }

    /** Losses: a name, "sigmoid=1,sft=0.2", or a block of weights by name. */
    private static Mixture mixture(Node node) {
        if (node instanceof Node.Mapping block) {
            var weights = new LinkedHashMap<String, Double>();
            block.entries().forEach((name, weight) -> weights.put(name, (Double) of(double.class, weight)));
            return Mixture.of(weights);
        }
        if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
            return Mixture.parse(scalar.text());
        }
        throw needs("a loss such as sigmoid, or a block of weights such as {sigmoid: 1, sft: 0.2}", node);
    }

    private static Boolean truth(Node.Scalar scalar) {
        if (scalar.kind() != Node.Kind.TRUTH) {
            throw needs("true or false", scalar);
        }
        return Boolean.valueOf(scalar.text().toLowerCase(Locale.ROOT));
    }

    private static Object constant(Class<?> type, Node.Scalar scalar) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> label(constant).equals(scalar.text()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("must be " + labels(type) + ", not " + scalar.described()));
    }

    private static String labels(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(ScalarValue::label).collect(Collectors.joining(" or "));
    }

    /** FP32 is written fp32. */
    private static String label(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
