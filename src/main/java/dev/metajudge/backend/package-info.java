/**
 * The port to models: batches of requests come in, completions go out, and an engine trains what it samples from. Its
 * records carry all that decides a completion, so that rows can say it. The loop and the command line call it;
 * {@code backend.embedded} implements it.
 */
@NullMarked
package dev.metajudge.backend;

import org.jspecify.annotations.NullMarked;
