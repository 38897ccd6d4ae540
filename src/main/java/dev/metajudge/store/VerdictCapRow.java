package dev.metajudge.store;

/**
 * A round whose cap on verdicts left some out.
 *
 * @param prompts prompts of which not all pairs of judgments were compared
 * @param kept verdicts that the round asks for
 * @param possible verdicts that all pairs in both orders would make
 */
public record VerdictCapRow(int round, int prompts, int kept, int possible) implements Row {}
