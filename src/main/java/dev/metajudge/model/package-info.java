@NullMarked
package dev.metajudge.model;

import org.jspecify.annotations.NullMarked;
