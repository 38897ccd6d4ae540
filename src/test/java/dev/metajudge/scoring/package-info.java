@NullMarked
package dev.metajudge.scoring;

import org.jspecify.annotations.NullMarked;
