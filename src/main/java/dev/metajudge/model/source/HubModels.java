package dev.metajudge.model.source;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.source.ModelSource.HubModel;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Models of the hub: found in its cache on this machine, or fetched into it. A branch stays at the commit that it was
 * first fetched at, so that a run that goes on has the model that it began with.
 */
final class HubModels {
    private static final int LARGEST_DESCRIPTION = 1 << 24;
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final String CARD = "README.md";

    private final HubSettings settings;
    private final ModelCache hashes;
    private final Patience.Pause pause;
    private final Duration stall;
    private final Consumer<String> progress;

    HubModels(
            HubSettings settings, ModelCache hashes, Patience.Pause pause, Duration stall, Consumer<String> progress) {
        this.settings = settings;
        this.hashes = hashes;
        this.pause = pause;
        this.stall = stall;
        this.progress = progress;
    }

    /** The model, fetched if it is not here. */
    ResolvedModel resolve(HubModel model) throws IOException {
        HubCache cache = HubCache.of(settings.cache(), model.repository());
        Optional<ResolvedModel> found = find(model, cache);
        if (found.isPresent()) {
            return found.get();
        }
        if (settings.offline()) {
            throw new UserError(
                    Exit.BACKEND,
                    "%s is not in %s, and HF_HUB_OFFLINE is set".formatted(model.spec(), settings.cache()));
        }
        Path locks = settings.cache().resolve(".locks").resolve(cache.folder().getFileName());
        Files.createDirectories(locks);
        try (FetchLock _ = FetchLock.take(
                locks.resolve("metajudge.lock"),
                () -> progress.accept("waiting for another process that is fetching " + model.spec()))) {
            Optional<ResolvedModel> fetchedMeanwhile = find(model, cache);
            return fetchedMeanwhile.isPresent() ? fetchedMeanwhile.get() : fetch(model, cache);
        }
    }

    private Optional<ResolvedModel> find(HubModel model, HubCache cache) throws IOException {
        Optional<String> commit = cache.commit(model.revision());
        if (commit.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = cache.names(commit.get());
        if (model.file().isPresent()) {
            boolean there = Files.isRegularFile(
                    cache.snapshot(commit.get()).resolve(model.file().get()));
            return there ? Optional.of(resolved(model, cache, commit.get(), model.file())) : Optional.empty();
        }
        if (!CheckpointParts.of(names).isEmpty()) {
            return CheckpointParts.isWhole(names)
                    ? Optional.of(resolved(model, cache, commit.get(), Optional.empty()))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private ResolvedModel fetch(HubModel model, HubCache cache) throws IOException {
        try (var client = new HubClient(settings, ANSWER)) {
            HubRevision revision = describe(model, client);
            List<String> wanted = wanted(model, revision);
            Files.createDirectories(cache.blobs());
            var download = new HubDownload(client, pause, stall);
            for (String name : wanted) {
                URI address = client.address(
                        "%s/resolve/%s/%s".formatted(model.repository(), revision.commit(), encoded(name)));
                Optional<HubFile> described = revision.file(name);
                HubFile file = described.isPresent() ? described.get() : promised(client, name, address);
                progress.accept("fetching %s: %s, %,d bytes".formatted(model.spec(), name, file.bytes()));
                cache.link(revision.commit(), name, download.fetch(file, address, cache.blobs()));
            }
            cache.refer(model.revision(), revision.commit());
            Optional<String> only =
                    wanted.stream().filter(name -> name.endsWith(".gguf")).findFirst();
            return resolved(model, cache, revision.commit(), only);
        }
    }

    private HubRevision describe(HubModel model, HubClient client) {
        URI address = client.address("api/models/%s/revision/%s?blobs=true"
                .formatted(model.repository(), URLEncoder.encode(model.revision(), StandardCharsets.UTF_8)));
        byte[] text = new Patience(pause)
                .until("looking for %s at %s".formatted(model.spec(), settings.endpoint()), () -> {
                    try (HubClient.Reply reply = client.get(model.spec(), address, 0);
                            var guard = new StallGuard(reply.body(), stall)) {
                        byte[] bytes = reply.body().readNBytes(LARGEST_DESCRIPTION);
                        guard.alive();
                        return bytes;
                    }
                });
        return HubRevision.read(text, model.spec());
    }

    /** What a mirror that describes no files says when one is asked for. */
    private HubFile promised(HubClient client, String name, URI address) {
        return new Patience(pause).until("looking for " + name, () -> {
            try (HubClient.Reply reply = client.get(name, address, 0)) {
                var headers = reply.hub();
                String tag = headers.firstValue("X-Linked-Etag")
                        .or(() -> headers.firstValue("ETag"))
                        .orElse("")
                        .replaceFirst("^W/", "")
                        .replace("\"", "");
                long bytes = headers.firstValueAsLong("X-Linked-Size").orElse(reply.announced());
                return new HubFile(name, bytes, tag);
            } catch (IllegalArgumentException unknown) {
                throw new UserError(Exit.BACKEND, "the hub does not say enough: " + unknown.getMessage(), unknown);
            }
        });
    }

    private static List<String> wanted(HubModel model, HubRevision revision) {
        List<String> names = revision.names();
        List<String> ggufs =
                names.stream().filter(name -> name.endsWith(".gguf")).toList();
        List<String> parts;
        if (model.file().isPresent()) {
            if (!names.contains(model.file().get())) {
                throw UserError.input("%s has no such file%s".formatted(model.spec(), choice(ggufs)));
            }
            parts = List.of(model.file().get());
        } else {
            parts = CheckpointParts.of(names);
            if (parts.isEmpty() && ggufs.size() != 1) {
                throw UserError.input(
                        "%s has no config.json with safetensors files%s".formatted(model.spec(), choice(ggufs)));
            }
            parts = parts.isEmpty() ? ggufs : parts;
        }
        // config.json last: a snapshot with it has all that was wanted.
        return Stream.concat(parts.stream(), Stream.of(CARD).filter(names::contains))
                .sorted(Comparator.comparing(CheckpointParts.CONFIG::equals))
                .toList();
    }

    private static String choice(List<String> ggufs) {
        return ggufs.isEmpty()
                ? ""
                : "; name one of its GGUF files with \":FILE\" at the end: "
                        + ggufs.stream().limit(12).collect(Collectors.joining(", "));
    }

    private ResolvedModel resolved(HubModel model, HubCache cache, String commit, Optional<String> file)
            throws IOException {
        Path snapshot = cache.snapshot(commit);
        var exact = new HubModel(model.repository(), commit, file);
        List<String> parts = file.isPresent() ? List.of(file.get()) : CheckpointParts.of(cache.names(commit));
        cache.verify(commit, parts, hashes);
        ResolvedModel local =
                file.isPresent() ? hashes.local(snapshot.resolve(file.get())) : hashes.localFolder("", snapshot);
        return new ResolvedModel(
                exact.spec(), local.file(), local.bytes(), local.sha256(), ModelCard.licence(snapshot));
    }

    /** Each part of a path by itself. */
    private static String encoded(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
