package dev.metajudge.model.tokenizer;

/**
 * A token that is found in text as a whole, before the text is cut and merged; the fields are tokenizer.json's.
 *
 * @param id its id
 * @param content its text
 * @param singleWord only where no letter or digit stands beside it
 * @param lstrip takes the blanks before it along
 * @param rstrip takes the blanks after it along
 * @param normalized looked for in the normalised text
 * @param special a control token, which has no text of its own
 */
record AddedToken(
        int id,
        String content,
        boolean singleWord,
        boolean lstrip,
        boolean rstrip,
        boolean normalized,
        boolean special) {
    AddedToken {
        if (id < 0 || content.isEmpty()) {
            throw new IllegalArgumentException(
                    "an added token needs a text and an id, not \"%s\" and %d".formatted(content, id));
        }
    }

    /** A token without any of the flags but the last. */
    static AddedToken of(int id, String content, boolean special) {
        return new AddedToken(id, content, false, false, false, false, special);
    }

    AddedToken asSpecial() {
        return new AddedToken(id, content, singleWord, lstrip, rstrip, normalized, true);
    }
}
