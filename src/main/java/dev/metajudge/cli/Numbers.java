package dev.metajudge.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
final class Numbers {
    private Numbers() {}

    /** 12,345 */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A number with so many decimals; "-" for one that is none. */
    static String decimal(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** 41% */
    static String percent(double share) {
        return Double.isNaN(share) ? "-" : Math.round(share * 100) + "%";
    }

    /** 7 s, 2 min 05 s, 3 h 20 min */
    static String time(Duration duration) {
        long seconds = Math.max(0, Math.round(duration.toMillis() / 1000.0));
        if (seconds < 60) {
            return seconds + " s";
        } else if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
    }

    /** 640 B, 12.3 MB, 1.5 GB: powers of 1000. */
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        var units = "kMGTPE";
        double value = bytes;
        int unit = -1;
        while (value >= 999.95 && unit < units.length() - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", value, units.charAt(unit));
    }
}
