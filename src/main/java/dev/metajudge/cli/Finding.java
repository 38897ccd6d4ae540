package dev.metajudge.cli;

/**
 * One thing that doctor looked at.
 *
 * @param what what it is: "JDK"
 * @param state whether a run could work with it
 * @param found what is there
 * @param remedy what to do; empty when nothing is to be done
 */
record Finding(String what, State state, String found, String remedy) {
    enum State {
        OK,
        /** A run works, though not well, or not without further work. */
        NOTE,
        /** A run cannot work. */
        MISSING;

        String label() {
            return switch (this) {
                case OK -> "ok";
                case NOTE -> "note";
                case MISSING -> "MISSING";
            };
        }
    }

    static Finding ok(String what, String found) {
        return new Finding(what, State.OK, found, "");
    }

    static Finding note(String what, String found, String remedy) {
        return new Finding(what, State.NOTE, found, remedy);
    }

    static Finding missing(String what, String found, String remedy) {
        return new Finding(what, State.MISSING, found, remedy);
    }
}
