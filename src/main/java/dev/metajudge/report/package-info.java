/**
 * A run's rows come in, as views and texts, or measurements of scores. One HTML page goes out that needs no network, no
 * script and no other file, and in which texts of models stay texts. Called by the command line.
 */
@NullMarked
package dev.metajudge.report;

import org.jspecify.annotations.NullMarked;
