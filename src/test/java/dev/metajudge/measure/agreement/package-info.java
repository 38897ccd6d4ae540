@NullMarked
package dev.metajudge.measure.agreement;

import org.jspecify.annotations.NullMarked;
