package dev.metajudge.backend;

import dev.metajudge.prompt.Message;
import java.util.List;

/** What a model reads: a conversation in its chat format, raw text, or token ids. */
public sealed interface Input {
    /** A conversation, rendered by the model's chat format, with the assistant's turn opened. */
    record Chat(List<Message> messages) implements Input {
        public Chat {
            messages = List.copyOf(messages);
        }
    }

    /** Text without a chat format; special tokens' text is recognised. */
    record Text(String text) implements Input {}

    /** Token ids as they are. */
    record Tokens(List<Integer> ids) implements Input {
        public Tokens {
            ids = List.copyOf(ids);
        }
    }
}
