package dev.metajudge.config;

import dev.metajudge.UserError;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.backend.server.ServerKind;
import dev.metajudge.train.TrainSettings;
import java.util.regex.Pattern;

/** What a recipe's models must keep to, by where they are. */
final class ModelPlaces {
    /** What no server calls a model. */
    private static final Pattern WEIGHTS = Pattern.compile("(pypi:|hf:|ollama:|~?/|\\.{1,2}/).*");

    private ModelPlaces() {}

    /** Whether a model is named as weights are, and not as servers name theirs. */
    static boolean areWeights(String model) {
        return WEIGHTS.matcher(model).matches();
    }

    /** @throws IllegalArgumentException if the run's model is not to be found so; its message begins with a setting */
    static void run(String model, Backend backend, String url) {
        Checks.require(!model.isBlank(), "model must not be empty");
        Checks.require(
                backend == Backend.EMBEDDED || !ServerAddress.is(model),
                "model names a server itself; leave backend and url out");
        Checks.require(
                backend != Backend.EMBEDDED || url.isEmpty(), "url is a server's: it needs backend ollama or openai");
        Checks.require(
                backend != Backend.OPENAI || !url.isEmpty(),
                "backend openai needs a url, such as http://127.0.0.1:8080/v1");
        address(backend == Backend.EMBEDDED ? "model" : "url", backend, model, url);
    }

    /** @throws IllegalArgumentException if a role's own model is a faulty address */
    static void role(String model) {
        address("model", Backend.EMBEDDED, model, "");
    }

    private static void address(String setting, Backend backend, String model, String url) {
        try {
            var source = backend.source(model, url);
            if (ServerAddress.is(source)) {
                ServerAddress.parse(source);
            }
        } catch (UserError faulty) {
            throw new IllegalArgumentException(setting + " is not right: " + faulty.getMessage(), faulty);
        }
    }

    /** @throws IllegalArgumentException if there is nothing to train, or no layers to read */
    static void work(String model, Backend backend, String url, Recipe.Judge judge, TrainSettings train) {
        var source = backend.source(model, url);
        boolean served = ServerAddress.is(source);
        boolean brought = served && areWeights(model);
        Checks.require(
                !served || brought || !train.model().isEmpty(),
                "train.model is missing: " + source + " is on a server, where nothing can be trained; name the same"
                        + " model's weights with train.model, or as model, to have them put on the server first");
        Checks.require(
                (served && !brought) || train.model().isEmpty(),
                "train.model is for a model on a server; " + (brought ? model : source) + " is trained itself");
        Checks.require(!ServerAddress.is(train.model()), "train.model must be weights, not a model on a server");
        boolean judged = judge.model().isEmpty() ? served : ServerAddress.is(judge.model());
        Checks.require(
                judge.reward() != RewardSource.LAGER || !judged,
                "judge.reward lager needs the judge's hidden states, which a server keeps to itself; use e-score or"
                        + " parsed, or a judge.model in this process");
    }

    /** @throws IllegalArgumentException if what rounds make cannot be served so; its message begins with a setting */
    static void serve(String source, Serve serve) {
        if (!ServerAddress.is(source)) {
            Checks.require(serve.url().isEmpty(), "serve.url is for a model on a server; " + source + " is none");
            return;
        }
        var address = ServerAddress.parse(source);
        Checks.require(
                address.kind() != ServerKind.OLLAMA || !serve.type().equals(Serve.SAFETENSORS),
                "serve.type safetensors is for servers that read folders; an Ollama gets f16, q8_0, bf16 or f32");
        try {
            if (!serve.url().isEmpty()) {
                ServerAddress.of(address.kind(), serve.url(), address.model());
            }
        } catch (UserError faulty) {
            throw new IllegalArgumentException("serve.url is not right: " + faulty.getMessage(), faulty);
        }
    }
}
