package dev.metajudge.backend.server;

import java.util.List;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param text what the model wrote
 * @param cut whether it was ended by the limit of tokens or the context
 * @param promptTokens how many tokens it read, as the server counts; 0 if it does not say
 * @param written how many it wrote; 0 if it does not say
 * @param tokens what it wrote, token by token, where the server gives log-probabilities
 */
record Reply(String text, boolean cut, int promptTokens, int written, Optional<List<Token>> tokens) {}
