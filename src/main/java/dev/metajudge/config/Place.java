package dev.metajudge.config;

/**
 * Where a setting was written.
 *
 * @param source the file as the user named it, or the whole "--set a.b=c"
 * @param line 1-based; 0 when the source has no lines
 */
record Place(String source, int line) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
        return line == other.line ? source.compareTo(other.source) : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
