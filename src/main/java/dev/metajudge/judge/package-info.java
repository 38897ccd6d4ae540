/**
 * Text that a judge or a meta-judge generated comes in, never a prompt. What it answers goes out: a score or a winner
 * with its place in the text, or the reason why there is none. Anyone may call; the package is pure and uses none of
 * the others.
 */
@NullMarked
package dev.metajudge.judge;

import org.jspecify.annotations.NullMarked;
