/**
 * Scores and human ratings of the same items come in, as arrays. How far they agree goes out, each figure with its
 * interval or the reason why there is none, and whether one scorer agrees better than another. Pure, as all of
 * {@code measure}.
 */
@NullMarked
package dev.metajudge.measure.agreement;

import org.jspecify.annotations.NullMarked;
