/**
 * What a run has made, in forms that other programs read. In comes a run's database, opened to be read; out go files
 * that are there whole or not at all. Called by the command line.
 */
@NullMarked
package dev.metajudge.export;

import org.jspecify.annotations.NullMarked;
