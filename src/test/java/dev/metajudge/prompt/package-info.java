@NullMarked
package dev.metajudge.prompt;

import org.jspecify.annotations.NullMarked;
