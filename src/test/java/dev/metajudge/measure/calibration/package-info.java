@NullMarked
package dev.metajudge.measure.calibration;

import org.jspecify.annotations.NullMarked;
