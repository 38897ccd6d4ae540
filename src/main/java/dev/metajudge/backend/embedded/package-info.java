/**
 * The backend in this process. Requests come in and completions go out, computed by the decoder of
 * {@code model.engine}; training requests go to {@code train}. The command line makes an engine and hands it to the
 * loop, which knows only the port {@link dev.metajudge.backend.Engine}.
 */
@NullMarked
package dev.metajudge.backend.embedded;

import org.jspecify.annotations.NullMarked;
