/**
 * Files of rows come in: JSON Lines, a JSON array, CSV or TSV. {@link dev.metajudge.data.Row rows} go out, one at a time,
 * whose columns are asked for by name and which know their file and line, so that whatever is wrong is named where it
 * stands. Any verb that reads somebody's data may call; the package uses none of ours but errors and measures.
 */
@NullMarked
package dev.metajudge.data;

import org.jspecify.annotations.NullMarked;
