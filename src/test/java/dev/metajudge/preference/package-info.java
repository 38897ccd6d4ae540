@NullMarked
package dev.metajudge.preference;

import org.jspecify.annotations.NullMarked;
