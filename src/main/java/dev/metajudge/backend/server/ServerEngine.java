package dev.metajudge.backend.server;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.Engine;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Scorer;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.train.PreferenceExample;
import dev.metajudge.train.TrainSettings;
import dev.metajudge.train.TrainingOutcome;
import dev.metajudge.train.TrainingWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Models on servers; a checkpoint's source is its address ({@link ServerAddress}). Several can be in use at once. It
 * trains nothing, and puts no adapters on.
 */
public final class ServerEngine implements Engine {
    private final ServerSettings settings;
    private final Consumer<String> notes;
    private final Keys keys;
    private final Map<String, Served> open = new HashMap<>();

    /** A model on a server, and how many calls it gets at once. */
    private record Served(Transport transport, Server server, Calls calls) {}

    /** @param notes told when a server is waited for */
    public ServerEngine(ServerSettings settings, Consumer<String> notes) {
        this(settings, notes, Keys.ofUser());
    }

    ServerEngine(ServerSettings settings, Consumer<String> notes, Keys keys) {
        this.settings = settings;
        this.notes = notes;
        this.keys = keys;
    }

    @Override
    public String digest(Checkpoint checkpoint) {
        return identity(checkpoint).digest();
    }

    @Override
    public Optional<String> server(Checkpoint checkpoint) {
        return Optional.of(identity(checkpoint).version());
    }

    private Identity identity(Checkpoint checkpoint) {
        try {
            return served(checkpoint).server().identity();
        } catch (Refused refused) {
            throw refused.told();
        }
    }

    /**
     * The one model of an OpenAI-compatible server.
     *
     * @param url its address; {@code /v1} may be left out
     * @throws UserError if it has none or several: then its name must be given
     */
    public ServerAddress only(String url) {
        String base = url.replaceAll("/+$", "");
        var address = ServerAddress.of(ServerKind.OPENAI, base.endsWith("/v1") ? base : base + "/v1", "any");
        var transport = transport(address);
        List<String> names = new ArrayList<>();
        transport
                .get("/models")
                .path("data")
                .forEach(entry -> names.add(entry.path("id").asText()));
        if (names.size() != 1) {
            throw UserError.input("%s has %s; say which: openai+%s#NAME"
                    .formatted(url, names.isEmpty() ? "no model" : "the models " + String.join(", ", names), base));
        }
        return ServerAddress.of(ServerKind.OPENAI, address.base().toString(), names.getFirst());
    }

    @Override
    public Sampler sampler(Checkpoint checkpoint) {
        var served = served(checkpoint);
        return new ServerSampler(served.server(), served.calls());
    }

    @Override
    public Scorer scorer(Checkpoint checkpoint) {
        var served = served(checkpoint);
        return new ServerScorer(served.server(), served.calls());
    }

    @Override
    public TrainingOutcome train(
            Checkpoint start,
            List<PreferenceExample> pairs,
            TrainSettings settings,
            long seed,
            Path folder,
            TrainingWatch step) {
        throw UserError.input(start.source() + ": a model on a server cannot be trained there; name the same model's"
                + " weights with train.model");
    }

    /** Nothing of a server's model is here. */
    @Override
    public void release() {}

    /** What is said to who asks a server for layers. */
    public static UserError noLayers() {
        return new UserError(
                Exit.USAGE,
                "lager and layers need the model's hidden states, which servers keep to themselves; use e-score,"
                        + " v-score or samples, or the model's weights in this process");
    }

    private Served served(Checkpoint checkpoint) {
        if (!checkpoint.adapters().isEmpty()) {
            throw UserError.input(checkpoint.source()
                    + ": an adapter cannot be put on a model on a server; merge it, serve the result, and name that");
        }
        return open.computeIfAbsent(checkpoint.source(), source -> open(ServerAddress.parse(source)));
    }

    private Transport transport(ServerAddress address) {
        return new Transport(address.base(), settings, keys.of(address.base()), notes);
    }

    private Served open(ServerAddress address) {
        var transport = transport(address);
        Server server =
                switch (address.kind()) {
                    case OLLAMA -> new OllamaServer(transport, address.model(), settings);
                    case OPENAI -> new OpenAiServer(transport, address.model());
                };
        return new Served(transport, server, new Calls(settings.parallel()));
    }

    @Override
    public void close() {
        open.values().forEach(served -> served.transport().close());
        open.clear();
    }
}
