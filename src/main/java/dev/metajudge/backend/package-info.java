@NullMarked
package dev.metajudge.backend;

import org.jspecify.annotations.NullMarked;
