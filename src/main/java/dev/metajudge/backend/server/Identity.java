package dev.metajudge.backend.server;

/**
 * What a server says of its model and itself.
 *
 * @param digest tells the model from others, as far as the server tells: Ollama's digest of it; of others a SHA-256 of
 *     its name and what the server says of its shape, which does not tell two trainings of one model apart
 * @param version the server's name and version
 */
record Identity(String digest, String version) {}
