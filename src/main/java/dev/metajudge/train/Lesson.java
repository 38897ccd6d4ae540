package dev.metajudge.train;

/** One example in tokens, as training packs it. */
interface Lesson {
    /** Names the example in messages. */
    String id();

    /** Tokens that it takes when packed. */
    int size();

    /** Tokens of its longest sequence: what the model's context must hold. */
    int longest();

    /** The tokens that the loss is about. */
    int learned();

    /** Everything that decides what is learned from it, as text. */
    String content();
}
