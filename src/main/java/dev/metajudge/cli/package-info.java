/**
 * The command line: one picocli class a verb, which parses, calls and prints. In come arguments; out go text or JSON on
 * standard output, messages and progress on the error stream, and an exit code of {@link dev.metajudge.Exit}. Nothing
 * calls this package but the launcher.
 */
@NullMarked
package dev.metajudge.cli;

import org.jspecify.annotations.NullMarked;
