/**
 * Models on servers: Ollama, and any server that speaks OpenAI's protocol (llama.cpp, vLLM and others). An address and
 * settings come in; a sampler, a scorer and an engine that trains nothing go out. Conversations go through langchain4j,
 * whose HTTP client is ours, so that bodies are bounded, passing failures tried again and keys kept out of sight. The
 * command line calls it, and hands it to the loop as an engine.
 */
@NullMarked
package dev.metajudge.backend.server;

import org.jspecify.annotations.NullMarked;
