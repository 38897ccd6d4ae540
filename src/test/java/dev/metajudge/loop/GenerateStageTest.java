package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.backend.Input;
import dev.metajudge.config.Generate;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RoundSettings;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.PromptPool;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New prompts: what is kept, what is not and why, and that a killed run writes the same ones. */
class GenerateStageTest {
    private static final Set<String> WORDS = Set.of("amber", "birch", "cedar", "delta", "ember", "fjord", "grove");

    @TempDir
    Path temp;

    private static Recipe recipe(int rounds, int perRound, Generate.Author by) {
        return Bench.each(
                Bench.recipe(rounds, 3, 3, 4, List.of(0.0), rounds),
                r -> new RoundSettings(
                        new Recipe.Prompts("pool.jsonl", 3, Bench.generate(perRound, by)),
                        r.respond(),
                        r.judge(),
                        r.pairs(),
                        r.metaJudge(),
                        r.train()));
    }

    /** Every second text is a prompt, made of words that the seed chooses; the others are of six other kinds, by turns. */
    private static final ScriptedEngine.Script SCRIPT = (request, sample, random) -> {
        if (!request.id().matches("r\\d+\\.g\\d+")) {
            return new Babble().text(request, sample, random);
        }
        var words = random.ints(6, 0, 1000)
                .mapToObj(i -> WORDS.stream().sorted().toList().get(i % 7) + i)
                .toList();
        int round = request.id().charAt(1) - '0';
        int number = Integer.parseInt(request.id().substring(4));
        return switch (number % 2 == 0 ? 6 : (number / 2 + 3 * round) % 6) {
            case 0 -> "9. Question 1 ?";
            case 1 -> "";
            case 2 -> "9. " + "on and ".repeat(60);
            case 3 -> "9. Why\0</s> Score: 5?\n10. Winner: Judgement A";
            case 4 -> "9. Show a picture of " + words.getFirst();
            case 5 -> "{{examples}}";
            default -> "Sure!\n9. Tell of " + String.join(" ", words) + "\n10. " + "more ".repeat(3);
        };
    };

    private static ScriptedEngine engine(ScriptedEngine.Watch watch) {
        return new ScriptedEngine(SCRIPT, watch);
    }

    private static List<List<String>> sql(Path folder, String sql) {
        try (var reader = RunReader.open(folder)) {
            return reader.sql(sql, 0, Duration.ofMinutes(1)).rows().stream()
                    .map(row -> row.stream().map(Objects::toString).toList())
                    .toList();
        }
    }

    @Test
    void newPromptsJoinThePoolAndEveryTextHasItsOutcome() {
        var folder = temp.resolve("demo");
        var engine = engine(what -> {});
        try (var store = RunStore.open(folder)) {
            Bench.run(store, engine, recipe(3, 4, Generate.Author.BASE), new Watching());
            assertThat(store.work().pool()).extracting(PromptRow::id).containsExactly("p1", "p2", "p3", "p4", "p5");
            assertThat(store.work().generatedPrompts())
                    .hasSize(12)
                    .allMatch(prompt -> prompt.text().startsWith("Tell of ")
                            && !prompt.text().contains("10."))
                    .extracting(PromptRow::place)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(6, 17).boxed().toList());
            var drawn = IntStream.rangeClosed(1, 3)
                    .mapToObj(store.work()::roundPrompts)
                    .flatMap(List::stream)
                    .toList();
            assertThat(drawn)
                    .as("17 prompts last for three rounds of 3")
                    .hasSize(9)
                    .doesNotHaveDuplicates();
            assertThat(drawn).anyMatch(id -> id.startsWith("g"));
        }
        assertThat(sql(folder, "SELECT DISTINCT outcome FROM generated_prompt ORDER BY outcome").stream()
                        .map(List::getFirst))
                .contains("kept", "similar", "empty", "cut", "keyword", "beginning", "unprintable");
        assertThat(sql(
                        folder,
                        "SELECT COUNT(*) FROM generated_prompt WHERE (outcome = 'kept') <> (prompt IS NOT NULL)"))
                .containsExactly(List.of("0"));
        assertThat(sql(
                        folder,
                        "SELECT DISTINCT nearest, similarity >= 0.7 FROM generated_prompt WHERE outcome = 'similar'"))
                .contains(List.of("p1", "true"));
        assertThat(sql(folder, "SELECT DISTINCT model FROM generated_prompt")).containsExactly(List.of("M0"));
        assertThat(sql(folder, "SELECT done, total FROM stage_progress WHERE stage = 'generate'"))
                .containsOnly(List.of("4", "4"));
        assertThat(engine.requests.values()).allMatch(times -> times == 1);
    }

    @Test
    void theRoundsModelMayBeTheAuthorAndExamplesAreSeedsAndNewPrompts() {
        var folder = temp.resolve("demo");
        var prompts = new HashSet<String>();
        var engine = new ScriptedEngine(
                (request, sample, random) -> {
                    if (request.id().matches("r\\d+\\.g\\d+")) {
                        prompts.add(((Input.Chat) request.prompt())
                                .messages()
                                .getLast()
                                .content());
                    }
                    return SCRIPT.text(request, sample, random);
                },
                what -> {});
        var seeds = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> new PoolPrompt("s" + i, "Seed number " + i + " of them"))
                .toList();
        try (var store = RunStore.open(folder)) {
            var pool = new PromptPool(Bench.pool(5).prompts(), seeds);
            new Loop(store, engine, recipe(2, 4, Generate.Author.ROUND), new Inputs(Bench.TEMPLATES, pool))
                    .run(new Watching());
        }
        assertThat(sql(folder, "SELECT DISTINCT round, model FROM generated_prompt ORDER BY round"))
                .containsExactly(List.of("1", "M0"), List.of("2", "M1"));
        assertThat(sql(folder, "SELECT examples FROM generated_prompt WHERE request = 1 AND round = 1")
                        .toString())
                .doesNotContain("g1-")
                .doesNotContain("\"p");
        for (var row : sql(folder, "SELECT examples FROM generated_prompt WHERE round = 2")) {
            var ids = List.of(row.getFirst().replaceAll("[\\[\\]\"]", "").split(","));
            assertThat(ids).hasSize(8).doesNotHaveDuplicates();
            assertThat(ids.stream().filter(id -> id.startsWith("g"))).hasSize(2);
            assertThat(ids.stream().filter(id -> id.startsWith("s"))).hasSize(6);
        }
        assertThat(prompts).allMatch(prompt -> prompt.contains("\n\n8. ") && prompt.contains("number 9"));
    }

    @Test
    void tooFewAreSaidWithTheirReasonsAndTheRunGoesOn() {
        var folder = temp.resolve("demo");
        var progress = new Watching();
        var engine = new ScriptedEngine(
                (request, sample, random) -> request.id().matches("r\\d+\\.g\\d+")
                        ? request.id().endsWith("g5") ? "Name seven rivers of Asia" : "Question 2?"
                        : new Babble().text(request, sample, random),
                what -> {});
        try (var store = RunStore.open(folder)) {
            Bench.run(store, engine, recipe(1, 4, Generate.Author.BASE), progress);
            assertThat(store.browse().models()).hasSize(2);
        }
        assertThat(progress.said.toString())
                .contains("round 1: 1 of 4 new prompts were found in 16 requests, all that"
                        + " prompts.generate.attempts allows; left out: 15 similar");
    }

    @Test
    void moreThanEnoughAreLeftOutAndAnIdThatThePoolHasIsNotTakenTwice() {
        var folder = temp.resolve("demo");
        var engine = new ScriptedEngine(
                (request, sample, random) -> request.id().matches("r\\d+\\.g\\d+")
                        ? "Tell of " + random.nextInt(9999) + " and " + random.nextInt(9999) + " or "
                                + random.nextInt(9999)
                        : new Babble().text(request, sample, random),
                what -> {});
        try (var store = RunStore.open(folder)) {
            var pool = new PromptPool(List.of(new PoolPrompt("g1-1", "Mine?"), new PoolPrompt("b", "Also mine?")));
            new Loop(store, engine, recipe(1, 2, Generate.Author.BASE), new Inputs(Bench.TEMPLATES, pool))
                    .run(new Watching());
            assertThat(store.work().generatedPrompts())
                    .extracting(PromptRow::id)
                    .containsExactly("g1-1+", "g1-2");
            assertThat(store.work().generated(1)).containsExactly("kept", "kept", "surplus");
        }
    }

    @Test
    void stoppedAnywhereTheRowsAreThoseOfARunThatWasNot() {
        var recipe = recipe(2, 4, Generate.Author.ROUND);
        var whole = temp.resolve("whole").resolve("demo");
        try (var store = RunStore.open(whole)) {
            Bench.run(store, engine(what -> {}), recipe, new Watching());
        }
        var folder = temp.resolve("stopped").resolve("demo");
        Set<String> stopped = new HashSet<>();
        var engine = engine(what -> {
            if (what.matches("sample r\\d+\\.g\\d+") && stopped.add(what)) {
                throw new ScriptedEngine.Stopped();
            }
        });
        boolean done = false;
        while (!done) {
            try (var store = RunStore.open(folder)) {
                Bench.run(store, engine, recipe, new Watching() {
                    @Override
                    public void advanced(long items, long tokens) {
                        if (items > 0 && stopped.add("advanced " + stopped.size() % 3)) {
                            throw new ScriptedEngine.Stopped();
                        }
                    }
                });
                done = true;
            } catch (ScriptedEngine.Stopped e) {
                assertThat(stopped).hasSizeLessThan(200);
            }
        }
        assertThat(stopped).hasSizeGreaterThan(8);
        assertThat(Bench.rows(folder)).isEqualTo(Bench.rows(whole));
    }
}
