package dev.metajudge.train.loss;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.metajudge.Spelling;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A weighted sum of losses. Written {@code sigmoid}, or {@code sigmoid=1,sft=0.2}; {@code rpo} is short for
 * {@code sigmoid=1,sft=1}. Unlike a mean, the sum's size grows with the weights, as TRL's does.
 *
 * @param parts one or more, no two of a kind, in the order of {@link LossKind}
 */
public record Mixture(List<Part> parts) {
    private static final String RPO = "rpo";

    /**
     * A loss and how much it counts.
     *
     * @param weight above 0
     */
    public record Part(LossKind kind, double weight) {}

    public Mixture {
        parts = List.copyOf(parts);
    }

    /** One loss. */
    public static Mixture of(LossKind kind) {
        return new Mixture(List.of(new Part(kind, 1)));
    }

    /**
     * A mixture by names.
     *
     * @param weights by name; a weight of 0 leaves a loss out
     * @throws IllegalArgumentException saying what is wrong, to be put after the setting's name
     */
    public static Mixture of(Map<String, Double> weights) {
        var sum = new EnumMap<LossKind, Double>(LossKind.class);
        weights.forEach((name, weight) -> {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "needs weights of 0 and above, not %s for %s".formatted(weight, name));
            }
            for (LossKind kind : kinds(name)) {
                sum.merge(kind, weight, Double::sum);
            }
        });
        var parts = new ArrayList<Part>();
        sum.forEach((kind, weight) -> {
            if (weight > 0) {
                parts.add(new Part(kind, weight));
            }
        });
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("needs a loss with a weight above 0");
        }
        return new Mixture(parts);
    }

    /** The same of text. */
    public static Mixture parse(String text) {
        var weights = new LinkedHashMap<String, Double>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip();
            double weight = equals < 0 ? 1 : number(part.substring(equals + 1).strip(), name);
            if (weights.put(name, weight) != null) {
                throw new IllegalArgumentException("names " + name + " twice");
            }
        }
        return of(weights);
    }

    private static double number(String text, String name) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException(
                    "needs a number as the weight of %s, not \"%s\"; write sigmoid=1,sft=0.2".formatted(name, text));
        }
    }

    private static List<LossKind> kinds(String name) {
        if (name.equals(RPO)) {
            return List.of(LossKind.SIGMOID, LossKind.SFT);
        }
        return List.of(LossKind.named(name).orElseThrow(() -> {
            var known = new ArrayList<>(LossKind.labels());
            known.add(RPO);
            return new IllegalArgumentException("does not know \"%s\"%s".formatted(name, hint(name, known)));
        }));
    }

    private static String hint(String name, List<String> known) {
        String near = Spelling.hint(name, known);
        return near.isEmpty() ? "; known: " + String.join(", ", known) : near;
    }

    /** Whether any part compares with the reference. */
    public boolean needsReference() {
        return parts.stream().anyMatch(part -> part.kind().needsReference());
    }

    /** Whether it is of chosen completions alone, so that data without rejected ones will do. */
    public boolean ofCompletionsAlone() {
        return parts.stream().allMatch(part -> part.kind().ofCompletionsAlone());
    }

    boolean has(LossKind kind) {
        return parts.stream().anyMatch(part -> part.kind() == kind);
    }

    private static String written(double weight) {
        return weight == Math.rint(weight) && weight < 1e6 ? Long.toString((long) weight) : Double.toString(weight);
    }

    /** As {@link #parse} reads it. */
    @Override
    @JsonValue
    public String toString() {
        if (parts.size() == 1 && parts.getFirst().weight() == 1) {
            return parts.getFirst().kind().label();
        }
        return parts.stream()
                .map(part -> part.kind().label() + "=" + written(part.weight()))
                .collect(Collectors.joining(","));
    }
}
