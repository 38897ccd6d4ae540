package dev.metajudge.cli;

import dev.metajudge.FreeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What doctor finds about the machine: Java, cores, memory, disk. */
final class Machine {
    private static final int JAVA = 25;
    private static final long GB = 1_000_000_000L;
    private static final Pattern PROCESSOR = Pattern.compile("(?m)^model name\\s*:\\s*(\\S.*?)\\s*$");

    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+([0-9]{1,15}) kB$");

    private Machine() {}

    /** The most memory that this process has had, in bytes; empty where the system does not say (it is Linux that does). */
    static OptionalLong peakMemory() {
        try {
            Matcher found = PEAK.matcher(Files.readString(Path.of("/proc/self/status")));
            return found.find() ? OptionalLong.of(Long.parseLong(found.group(1)) * 1024) : OptionalLong.empty();
        } catch (IOException elsewhere) {
            return OptionalLong.empty();
        }
    }

    static Finding java() {
        var found = System.getProperty("java.vm.version") + " in " + System.getProperty("java.home");
        return Runtime.version().feature() >= JAVA
                ? Finding.ok("JDK", found)
                : Finding.missing("JDK", found, "start it by the launcher, which finds a JDK 25 or later");
    }

    static Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        var found = cores + " (" + System.getProperty("os.name") + ", " + System.getProperty("os.arch") + ")";
        return cores >= 2 ? Finding.ok("cores", found) : Finding.note("cores", found, "two or more are faster");
    }

    /** What tells this machine's speed from another's: processor, cores, and threads if somebody set them. */
    static String name() {
        var threads = System.getenv("METAJUDGE_THREADS");
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores"
                + (threads == null || threads.isBlank() ? "" : ", METAJUDGE_THREADS " + threads.strip());
    }

    private static String processor() {
        var cpuinfo = Path.of("/proc/cpuinfo");
        try {
            var match = PROCESSOR.matcher(Files.isReadable(cpuinfo) ? Files.readString(cpuinfo) : "");
            return match.find() ? match.group(1) : System.getProperty("os.arch");
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    static Finding memory() {
        return memory(FreeMemory.total(), FreeMemory.bytes());
    }

    static Finding memory(long total, long free) {
        var found = Numbers.bytes(total) + ", " + Numbers.bytes(free) + " free";
        if (free >= 3 * GB) {
            return Finding.ok("memory", found);
        }
        return free >= GB
                ? Finding.note("memory", found, "3 GB free let the default model train; close other programs")
                : Finding.missing("memory", found, "the default model needs 1 GB free to run and 3 GB to train");
    }

    /** Room in a folder, or in the nearest folder above it that is there. */
    static Finding disk(String what, Path folder) {
        var place = folder.toAbsolutePath();
        while (!Files.isDirectory(place) && place.getParent() != null) {
            place = place.getParent();
        }
        try {
            long free = Files.getFileStore(place).getUsableSpace();
            if (!Files.isWritable(place)) {
                return Finding.missing(
                        what, place + " cannot be written to", "give yourself permission to write there");
            }
            return room(what, folder, free);
        } catch (IOException e) {
            return Finding.missing(what, place + ": " + e.getMessage(), "see that the disk is there");
        }
    }

    static Finding room(String what, Path folder, long free) {
        var found = folder + ", " + Numbers.bytes(free) + " free";
        if (free >= 2 * GB) {
            return Finding.ok(what, found);
        }
        return free >= GB / 4
                ? Finding.note(what, found, "long runs want 2 GB or more")
                : Finding.missing(what, found, "make room: 250 MB at the least");
    }
}
