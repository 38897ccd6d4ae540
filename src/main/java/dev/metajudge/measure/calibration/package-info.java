/**
 * Scores of a judge, with their distributions where there are any, and human ratings come in. What the scores look like
 * beside the ratings goes out (bias), and calibrations: fitted on one part of the items, applied to any, and compared on
 * the other part (arXiv 2601.16444). Pure, as all of {@code measure}.
 */
@NullMarked
package dev.metajudge.measure.calibration;

import org.jspecify.annotations.NullMarked;
