package dev.metajudge.backend.embedded;

import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.embedded.EmbeddedSampler.Prompted;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a batch into what runs at once: neighbours with the same settings, no more rows than the engine gains from, and
 * keys and values within a bound of memory. It depends on the batch alone.
 */
final class Portions {
    /** More rows than this bring little on a CPU: the matrix products are large enough. */
    private static final int MOST_ROWS = 128;

    private static final long MOST_CACHE_BYTES = 3L << 29;

    private final long bytesPerToken;
    private final int context;

    /** @param context the most tokens that a prompt and its completion have together */
    Portions(ModelConfig config, Precision precision, int context) {
        this.context = context;
        int width = precision.cacheBytes();
        bytesPerToken = 2L * config.layers() * config.keyWidth() * width;
    }

    List<List<Prompted>> of(List<Prompted> prompts) {
        var portions = new ArrayList<List<Prompted>>();
        var open = new ArrayList<Prompted>();
        for (Prompted prompted : prompts) {
            if (!open.isEmpty() && !fits(open, prompted)) {
                portions.add(List.copyOf(open));
                open.clear();
            }
            open.add(prompted);
        }
        if (!open.isEmpty()) {
            portions.add(List.copyOf(open));
        }
        return portions;
    }

    private static Optional<Reading> reading(Request request) {
        return request.ending().flatMap(ExpectedAnswer::reading);
    }

    /** How many tokens may follow a prompt. */
    private int room(Prompted prompted) {
        return Math.min(prompted.request().sampling().maxTokens(), context - prompted.prompt().length);
    }

    private boolean fits(List<Prompted> open, Prompted next) {
        var sampling = next.request().sampling();
        Request first = open.getFirst().request();
        if (!first.sampling().equals(sampling) || !reading(first).equals(reading(next.request()))) {
            return false;
        }
        if (room(open.getFirst()) != room(next)) {
            return false; // a long prompt must not shorten what others may write
        }
        int rows = next.request().samples();
        int longest = next.prompt().length;
        for (Prompted prompted : open) {
            rows += prompted.request().samples();
            longest = Math.max(longest, prompted.prompt().length);
        }
        long tokens = (open.size() + 1L) * longest + (long) rows * sampling.maxTokens();
        return rows <= MOST_ROWS && tokens * bytesPerToken <= MOST_CACHE_BYTES;
    }
}
