package dev.metajudge.model.engine;

/**
 * How the next token is chosen: temperature (0 is greedy), then the filters top-k (0 off), top-p (1 off), min-p (0 off).
 */
public record Choice(double temperature, int topK, double topP, double minP) {
    public static final Choice GREEDY = new Choice(0, 0, 1, 0);
}
