package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.config.Backend;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.Serve;
import dev.metajudge.loop.ScriptedEngine.Stopped;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose models answer on a server: brought there after each round, recorded, and sampled from there alone. */
class ServedRoundsTest {
    private static final String OLLAMA = "ollama+http://127.0.0.1:11434#metajudge-run-r";

    @TempDir
    private Path temp;

    private final Map<String, String> onServer = new HashMap<>();
    private final List<String> brought = new ArrayList<>();
    private String dies = "";
    private Optional<String> todo = Optional.empty();

    /** A server that has what was brought; it calls itself so. */
    private final class Server implements ScriptedEngine.Served {
        @Override
        public Optional<String> digest(Checkpoint checkpoint) {
            if (!ServerAddress.is(checkpoint.source())) {
                return Optional.empty();
            }
            if (!onServer.containsKey(checkpoint.source())) {
                throw UserError.input("no model " + checkpoint.source());
            }
            return Optional.of(Seeds.digest(checkpoint.source() + onServer.get(checkpoint.source())));
        }
    }

    private Optional<String> bring(Delivery.Goods goods, Progress progress) {
        die("before " + goods.model());
        if (todo.isPresent()) {
            return todo;
        }
        if (!onServer.containsKey(goods.address())) {
            brought.add(goods.model());
        }
        onServer.put(goods.address(), goods.weights().adapters().toString());
        try {
            Files.createDirectories(goods.folder());
            Files.writeString(goods.folder().resolve("model.gguf"), "much");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        die("after " + goods.model());
        return Optional.empty();
    }

    private void die(String where) {
        if (dies.equals(where)) {
            dies = "";
            throw new Stopped();
        }
    }

    private static Recipe recipe(Backend backend, String url) {
        return recipe(backend, url, 2);
    }

    private static Recipe recipe(Backend backend, String url, int rounds) {
        var plain = Bench.recipe();
        return new Recipe(
                "./weights.gguf",
                backend,
                url,
                plain.precision(),
                plain.chatFormat(),
                plain.seed(),
                rounds,
                plain.every(),
                plain.rounds(),
                plain.evaluate(),
                plain.failOn(),
                plain.server(),
                Serve.USUAL);
    }

    private ScriptedEngine run(Recipe recipe) {
        var engine = new ScriptedEngine(new Babble(), what -> {}, new Server());
        try (var store = RunStore.open(temp.resolve("run"))) {
            new Loop(store, engine, recipe, new Inputs(Bench.TEMPLATES, Bench.pool(5)), this::bring)
                    .run(new Watching());
        }
        return engine;
    }

    private List<String> served() {
        try (var store = RunStore.open(temp.resolve("run"))) {
            return store.work().models().stream()
                    .map(model -> model.name() + " " + model.served().orElse("here"))
                    .toList();
        }
    }

    @Test
    void eachRoundIsSampledFromTheModelThatTheOneBeforeBrought() {
        var engine = run(recipe(Backend.OLLAMA, ""));
        assertThat(brought).containsExactly("M0", "M1", "M2");
        var sources =
                engine.sampledWith.stream().map(Checkpoint::source).distinct().toList();
        assertThat(sources).hasSize(2);
        assertThat(sources.get(0)).matches(Pattern.quote(OLLAMA) + "0-[0-9a-f]{12}");
        assertThat(sources.get(1)).matches(Pattern.quote(OLLAMA) + "1-[0-9a-f]{12}");
        assertThat(served())
                .hasSize(3)
                .allMatch(model -> model.matches("M([0-2]) " + Pattern.quote(OLLAMA) + "\\1-[0-9a-f]{12}"));
        assertThat(temp.resolve("run/models/M1/served")).doesNotExist();
        assertThat(temp.resolve("run/models/M1/adapter.txt")).exists();
    }

    @Test
    void killedBeforeOrAfterAModelIsBroughtTheSameRunGoesOnAndBringsItOnce() {
        for (var where : List.of("before M0", "after M0", "before M1", "after M1", "after M2")) {
            dies = where;
            assertThatThrownBy(() -> run(recipe(Backend.OLLAMA, ""))).isInstanceOf(Stopped.class);
        }
        var engine = run(recipe(Backend.OLLAMA, ""));
        assertThat(brought).containsExactly("M0", "M1", "M2");
        assertThat(engine.sampledWith).isEmpty();
        assertThat(served()).hasSize(3).noneMatch(model -> model.endsWith("here"));
    }

    @Test
    void aServerThatTakesNoModelsIsWaitedForAndNothingIsSampledMeanwhile() {
        var recipe = recipe(Backend.OPENAI, "http://127.0.0.1:8080/v1");
        assertThatThrownBy(() -> {
                    todo = Optional.empty();
                    dies = "before M1";
                    run(recipe);
                })
                .isInstanceOf(Stopped.class);
        todo = Optional.of("serve it so");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> run(recipe))
                    .isInstanceOfSatisfying(
                            UserError.class,
                            stopped -> assertThat(stopped.exit()).isEqualTo(Exit.STOPPED))
                    .hasMessageContaining(
                            "M1 is not served yet: no model openai+http://127.0.0.1:8080/v1#metajudge-run-r1-")
                    .hasMessageContaining("serve it so");
        }
        assertThat(served()).hasSize(2).last().isEqualTo("M1 here");
        todo = Optional.empty();
        onServer.clear(); // a server that has one model at a time
        run(recipe);
        assertThat(served()).hasSize(3).noneMatch(model -> model.endsWith("here"));
        assertThat(temp.resolve("run/models/M1/served/model.gguf")).exists();
    }

    @Test
    void anotherModelUnderTheNameIsRefused() {
        run(recipe(Backend.OLLAMA, ""));
        var last = onServer.keySet().stream()
                .filter(address -> address.startsWith(OLLAMA + "2"))
                .findFirst()
                .orElseThrow();
        onServer.put(last, "something else");
        var longer = recipe(Backend.OLLAMA, "", 3);
        assertThatThrownBy(() -> run(longer))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(last + " is not the model that this run had as M2");
        onServer.remove(last);
        assertThatThrownBy(() -> run(longer)).isInstanceOf(UserError.class).hasMessageContaining("no model " + last);
    }

    @Test
    void namesSayRunRoundAndWeights() {
        var digest = "0123456789abcdef".repeat(4);
        var name = ServedName.of(Path.of("runs/My.Run"), 3, digest);
        assertThat(name).isEqualTo("metajudge-my.run-r3-0123456789ab");
        assertThat(ServedName.fits("ollama+http://h:1#" + name, digest)).isTrue();
        assertThat(ServedName.fits("ollama+http://h:1#" + name, "f" + digest.substring(1)))
                .isFalse();
        assertThat(ServedName.fits("ollama+http://h:1#smollm2", digest)).isTrue();
    }
}
