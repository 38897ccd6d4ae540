package dev.metajudge.backend.server;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.Serial;
import java.net.URI;
import java.util.regex.Pattern;

/** A server refused a call for good. */
final class Refused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What Ollama, llama.cpp, vLLM and OpenAI say of a prompt that their context does not hold. */
    private static final Pattern TOO_LONG = Pattern.compile(
            "exceeds the (available )?context|exceed_context_size|context_length_exceeded|maximum context length",
            Pattern.CASE_INSENSITIVE);

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private final int status;

    /**
     * A refusal.
     *
     * @param said in the server's words, one line
     */
    Refused(URI server, int status, String said) {
        super("%s refused a call (%d): %s".formatted(server, status, said));
        this.status = status;
    }

    /** Whether the prompt leaves no room in the model's context. */
    boolean tooLong() {
        return (status == BAD_REQUEST || status == TOO_LARGE)
                && TOO_LONG.matcher(String.valueOf(getMessage())).find();
    }

    /** As something that the person at the keyboard can mend. */
    UserError told() {
        var advice =
                switch (status) {
                    case 401, 403 -> "; its key comes from the environment variable " + Keys.GENERAL;
                    case 404 ->
                        String.valueOf(getMessage()).contains("model")
                                ? ""
                                : "; is the URL right, with the part of the path that all calls share (/v1)?";
                    default -> "";
                };
        return new UserError(Exit.BACKEND, getMessage() + advice, this);
    }
}
