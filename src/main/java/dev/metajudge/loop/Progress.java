package dev.metajudge.loop;

/**
 * The one who watches a run. Calls come from one thread at a time; one stage is between {@link #began} and {@link
 * #ended} at a time, and one that throws never ends.
 */
public interface Progress {
    /**
     * A stage begins, or goes on.
     *
     * @param done items that an earlier process made
     * @param total all items: prompts, responses, judgments, verdicts, ratings or training steps
     */
    void began(int round, Stage stage, long done, long total);

    /**
     * Work begins that a stage needs first and that makes no rows of its own; it is ended as a stage is.
     *
     * @param what a word for it
     * @param total all items
     */
    void preparing(int round, Stage stage, String what, long done, long total);

    /**
     * Something was done since the last call. Items are told once they are safe on the disk, tokens as they are made.
     *
     * @param items items made
     * @param tokens tokens sampled, or trained on
     */
    void advanced(long items, long tokens);

    /** The stage that began is done. */
    void ended();

    /** Something that the user should know and that stops nothing. */
    void note(String message);
}
