@NullMarked
package dev.metajudge.data;

import org.jspecify.annotations.NullMarked;
