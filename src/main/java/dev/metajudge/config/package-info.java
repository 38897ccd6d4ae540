/**
 * Recipes: what a run is to do. In comes a YAML file, {@code --set} settings and the defaults in {@code defaults.yaml};
 * out goes a {@link dev.metajudge.config.Recipe} whose values were all checked, or one error that lists every problem
 * with its line. The command line calls it; every package may read the records.
 */
@NullMarked
package dev.metajudge.config;

import org.jspecify.annotations.NullMarked;
