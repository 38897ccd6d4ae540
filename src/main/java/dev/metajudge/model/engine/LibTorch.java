package dev.metajudge.model.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import dev.metajudge.Exit;
import dev.metajudge.UserError;

/** The libtorch in this process: loaded once, quiet, without looking anything up over the network. */
public final class LibTorch {
    static {
        // DJL reports its use, and looks for native libraries, over the network unless told not to.
        for (String property : new String[] {"OPT_OUT_TRACKING", "ai.djl.offline"}) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, "true");
            }
        }
    }

    private static boolean prepared;

    private LibTorch() {}

    /**
     * Loads libtorch, which takes about a second the first time, and sets its threads.
     *
     * @throws UserError if it cannot be loaded on this machine
     */
    public static synchronized void load() {
        if (prepared) {
            return;
        }
        try {
            Engine.getInstance();
        } catch (EngineException | UnsatisfiedLinkError failed) {
            throw new UserError(
                    Exit.INTERNAL,
                    "libtorch cannot be loaded on this machine: " + failed.getMessage()
                            + "; `metajudge doctor` says what is missing",
                    failed);
        }
        JniUtils.setNumThreads(threads());
        // Profiling runs and re-specialisation for every new shape cost more than they bring here.
        JniUtils.setGraphExecutorOptimize(false);
        prepared = true;
    }

    /** The version of libtorch, loading it if need be. */
    public static String version() {
        load();
        return Engine.getInstance().getVersion();
    }

    /** How many threads its operators use: METAJUDGE_THREADS, or the machine's processors. */
    public static int threads() {
        String asked = System.getenv("METAJUDGE_THREADS");
        if (asked != null && asked.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(asked);
        }
        return Runtime.getRuntime().availableProcessors();
    }
}
