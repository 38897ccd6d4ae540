package dev.metajudge.backend.server;

import dev.metajudge.backend.Input;
import java.util.Optional;

/** A model on a server, one call at a time; safe for many threads. */
sealed interface Server permits OllamaServer, OpenAiServer {
    /**
     * Asks the server about its model.
     *
     * @throws dev.metajudge.UserError if it has none of that name
     */
    Identity identity();

    /**
     * Answers a prompt.
     *
     * @throws Refused when the server refuses it, be it for its length
     */
    Reply answer(Input prompt, Ask ask);

    /**
     * What would come next in an answer that has been begun; empty if this server cannot go on with one.
     *
     * @param written the answer so far
     */
    Optional<Reply> next(Input prompt, String written);

    /** Whether {@link #next} gives anything for conversations. */
    boolean goesOn();
}
