@NullMarked
package dev.metajudge.report;

import org.jspecify.annotations.NullMarked;
