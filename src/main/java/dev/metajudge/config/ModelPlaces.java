package dev.metajudge.config;

import dev.metajudge.UserError;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.train.TrainSettings;

/** What a recipe's models must keep to, by where they are. */
final class ModelPlaces {
    private ModelPlaces() {}

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
    static void work(String source, Recipe.Judge judge, TrainSettings train) {
        boolean served = ServerAddress.is(source);
        Checks.require(
                !served || !train.model().isEmpty(),
                "train.model is missing: " + source + " is on a server, where nothing can be trained; name the same"
                        + " model's weights with train.model. What a round makes then runs in this process");
        Checks.require(
                served || train.model().isEmpty(),
                "train.model is for a model on a server; " + source + " is trained itself");
        Checks.require(!ServerAddress.is(train.model()), "train.model must be weights, not a model on a server");
        boolean judged = judge.model().isEmpty() ? served : ServerAddress.is(judge.model());
        Checks.require(
                judge.reward() != RewardSource.LAGER || !judged,
                "judge.reward lager needs the judge's hidden states, which a server keeps to itself; use e-score or"
                        + " parsed, or a judge.model in this process");
    }
}
