/**
 * Scores for the items of a file. Lines of fields, or raw texts, and a rubric come in; lines with a score and its
 * distribution go out, and layer weights tuned on rated items. The work is cut into batches that are kept on the disk,
 * so that a killed job goes on. The command line calls it, and the loop for what both ask of a judge.
 */
@NullMarked
package dev.metajudge.scoring;

import org.jspecify.annotations.NullMarked;
