package dev.metajudge.cli;

import dev.metajudge.Exit;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Makes Ctrl-C, and a request to end, stop the process at once with the exit code for "stopped before the end". At once
 * is safe: a run loses the batch in flight and nothing else, as by any other end. The C library's _exit ends the process
 * without taking native libraries down, which would crash it while libtorch computes in another thread.
 */
final class Interruption implements AutoCloseable {
    private final Thread hook;

    /** @param tell says that it stops, before it does */
    Interruption(Runnable tell) {
        hook = new Thread(
                () -> {
                    try {
                        tell.run();
                    } finally {
                        end(Exit.STOPPED.code());
                    }
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static void end(int code) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> exit = linker.defaultLookup().find("_exit");
        if (exit.isPresent()) {
            try {
                linker.downcallHandle(exit.get(), FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                        .invokeExact(code);
            } catch (Throwable impossible) { // what a method handle declares
                Runtime.getRuntime().halt(code);
            }
        }
        Runtime.getRuntime().halt(code);
    }

    /** From here on the process ends as usual. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook has its say.
        }
    }
}
