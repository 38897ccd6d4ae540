package dev.metajudge.store;

/**
 * The run itself.
 *
 * @param name the folder's name
 * @param seed decides every random choice
 * @param recipe the resolved recipe as JSON
 * @param poolDigest SHA-256 over the pool's ids and texts
 * @param judgeTemplate hash of the judge's template
 * @param metaTemplate hash of the meta-judge's template
 * @param version the program that began the run
 */
public record RunRow(
        String name,
        long seed,
        String recipe,
        String poolDigest,
        String judgeTemplate,
        String metaTemplate,
        String version)
        implements Row {}
