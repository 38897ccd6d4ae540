package dev.metajudge.train;

/** One example in tokens, as training packs it. */
interface Lesson {
    /** Names the example in messages. */
    String id();

    /** Tokens that it takes when packed. */
    int size();

    /** Tokens of its longest sequence: what the model's context must hold. */
    int longest();

    /** The tokens that a mean over tokens is of: the chosen completion's. */
    int learned();

    /** Real tokens, as {@code tokens_per_second} counts them: every sequence with its prompt. */
    int tokens();

    /** Lessons of one group are held out together: those with the same prompt. */
    String group();

    /** Everything that decides what is learned from it, as text. */
    String content();
}
