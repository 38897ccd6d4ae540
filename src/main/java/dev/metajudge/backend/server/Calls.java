package dev.metajudge.backend.server;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Many calls at once, a virtual thread each, so many at most at work. */
final class Calls {
    private final Semaphore places;

    Calls(int parallel) {
        places = new Semaphore(parallel);
    }

    /**
     * Makes all calls; the first that fails ends the others.
     *
     * @param done told each result as it comes, on the caller's thread
     * @return the results in the order of the calls
     */
    <T> List<T> all(List<? extends Callable<T>> calls, Consumer<T> done) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                var finished = new ExecutorCompletionService<T>(threads);
                List<Future<T>> futures = new ArrayList<>(calls.size());
                calls.forEach(call -> futures.add(finished.submit(() -> placed(call))));
                for (int i = 0; i < calls.size(); i++) {
                    done.accept(finished.take().get());
                }
                return futures.stream().map(Future::resultNow).toList();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof RuntimeException told
                        ? told
                        : new IllegalStateException("a call failed", failed.getCause());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new UserError(Exit.STOPPED, "stopped; the same command goes on", stopped);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private <T> T placed(Callable<T> call) throws Exception {
        places.acquire();
        try {
            return call.call();
        } finally {
            places.release();
        }
    }
}
