@NullMarked
package dev.metajudge.config;

import org.jspecify.annotations.NullMarked;
