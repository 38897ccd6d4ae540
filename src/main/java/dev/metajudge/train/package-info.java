@NullMarked
package dev.metajudge.train;

import org.jspecify.annotations.NullMarked;
