@NullMarked
package dev.metajudge.measure;

import org.jspecify.annotations.NullMarked;
