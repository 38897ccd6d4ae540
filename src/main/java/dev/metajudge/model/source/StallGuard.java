package dev.metajudge.model.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Closes a stream from which nothing came for some time, which ends the read that waits for it. */
final class StallGuard implements AutoCloseable {
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private final Thread watch;

    StallGuard(InputStream stream, Duration stall) {
        watch = Thread.ofVirtual().start(() -> watch(stream, stall.toNanos()));
    }

    /** Something came. */
    void alive() {
        last.set(System.nanoTime());
    }

    private void watch(InputStream stream, long stall) {
        try {
            long left = stall;
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
                left = stall - (System.nanoTime() - last.get());
            }
            stream.close();
        } catch (InterruptedException done) {
            // the stream was read to its end
        } catch (IOException alreadyBroken) {
            // then the reader knows
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
