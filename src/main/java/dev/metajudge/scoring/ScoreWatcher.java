package dev.metajudge.scoring;

/** The one who watches a job. */
public interface ScoreWatcher {
    /**
     * The job begins, or goes on.
     *
     * @param done items that an earlier process scored
     */
    void began(long done, long total);

    /** Items were scored and are safe on the disk; tokens were read or written for them. */
    void advanced(long items, long tokens);

    /** All items are done. */
    void ended();
}
