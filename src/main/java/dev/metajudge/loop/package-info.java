/**
 * The Meta-Rewarding loop (arXiv 2407.19594). In come a recipe, its templates and pool, an engine and a run's store;
 * out go rows of that store, adapters in the run's folder, and a summary, and whoever kills it and starts it again gets
 * the rows of a run that was not killed. Called by the command line.
 */
@NullMarked
package dev.metajudge.loop;

import org.jspecify.annotations.NullMarked;
