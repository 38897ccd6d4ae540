package dev.metajudge;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory of the machine, or of the container that this process is in, bytes. */
public final class FreeMemory {
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+([0-9]{1,15}) kB$");
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private FreeMemory() {}

    public static long total() {
        return SYSTEM.getTotalMemorySize();
    }

    /** What programs can still get; where the system says so (it is Linux that does), what caches would give up, too. */
    public static long bytes() {
        long free = SYSTEM.getFreeMemorySize();
        var meminfo = Path.of("/proc/meminfo");
        try {
            Matcher found = AVAILABLE.matcher(Files.isReadable(meminfo) ? Files.readString(meminfo) : "");
            return found.find() ? Math.max(free, Math.min(total(), Long.parseLong(found.group(1)) * 1024)) : free;
        } catch (IOException elsewhere) {
            return free;
        }
    }
}
