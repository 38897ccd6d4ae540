package dev.metajudge.model.load;

import java.util.Map;
import java.util.Optional;

/**
 * What a model's files say of it beside what it computes.
 *
 * @param name what it is called
 * @param licence its licence
 * @param places by fact, where in the files it stands: "name", "family", "context", "tokenizer", "chat_format" and
 *     "licence"
 */
public record ModelAbout(Optional<String> name, Optional<String> licence, Map<String, String> places) {
    public ModelAbout {
        places = Map.copyOf(places);
    }
}
