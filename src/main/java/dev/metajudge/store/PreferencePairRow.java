package dev.metajudge.store;

/**
 * A preference pair.
 *
 * @param id "r1.p12.actor": round, prompt, kind
 * @param kind "actor" (responses) or "judge" (judgments of one response)
 * @param chosen id of the better one
 * @param rejected id of the worse one
 * @param chosenValue reward of a response, rating of a judgment
 * @param chosenCharacters length in code points
 */
public record PreferencePairRow(
        String id,
        int round,
        String prompt,
        String kind,
        String chosen,
        String rejected,
        double chosenValue,
        double rejectedValue,
        int chosenCharacters,
        int rejectedCharacters)
        implements Row {}
