@NullMarked
package dev.metajudge.judge;

import org.jspecify.annotations.NullMarked;
