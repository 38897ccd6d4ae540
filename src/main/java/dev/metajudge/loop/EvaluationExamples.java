package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.config.Recipe;
import dev.metajudge.judge.ScoreReading;
import dev.metajudge.preference.HumanOrder;
import dev.metajudge.preference.HumanOrder.Judged;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.RatedResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Makes evaluation fine-tuning examples out of human-rated responses (arXiv 2401.10020, section 2.1): the model judges
 * each response several times, and of its judgments those are kept that rank a prompt's responses as the humans do
 * ({@link HumanOrder}), no score with more examples than others. Fine-tuning on them makes M0.
 *
 * <p>Ours: a forced score is written out after the reason, so that a model that never ends with a score learns to; a
 * reason that was cut at the token limit ends with its last whole sentence.
 */
public final class EvaluationExamples {
    private final JudgeRole judge;
    private final Recipe.Judge settings;
    private final long seed;

    /**
     * @param settings the judge's part of a recipe
     * @param seed decides the judgments
     */
    public EvaluationExamples(PromptLibrary library, Recipe.Judge settings, long seed) {
        this.judge = JudgeRole.of(library, settings);
        this.settings = settings;
        this.seed = seed;
    }

    /** SHA-256 of the template in use. */
    public String template() {
        return judge.template().hash();
    }

    /** The judgments of some responses, {@code settings.samples()} of each, in order. */
    public List<SampledJudgment> judge(Sampler sampler, List<RatedResponse> batch, LongConsumer tokens) {
        List<Request> requests = batch.stream()
                .map(rated -> new Request(
                        rated.id(),
                        new Input.Chat(prompt(rated)),
                        settings.samples(),
                        settings.sampling(),
                        Seeds.of(seed, "eft", rated.id()),
                        Optional.of(judge.ending(settings.force()))))
                .toList();
        List<List<Completion>> completions = sampler.sample(requests, tokens);
        var judgments = new ArrayList<SampledJudgment>();
        for (int i = 0; i < batch.size(); i++) {
            for (int sample = 0; sample < completions.get(i).size(); sample++) {
                judgments.add(judgment(
                        batch.get(i).id(), sample + 1, completions.get(i).get(sample)));
            }
        }
        return judgments;
    }

    private List<Message> prompt(RatedResponse rated) {
        return judge.prompt(rated.instruction(), rated.response());
    }

    private SampledJudgment judgment(String response, int sample, Completion completion) {
        boolean truncated = completion.finish() == Completion.Finish.LENGTH;
        return switch (judge.read(completion)) {
            case ScoreReading.Valid(double score, boolean whole, var span) ->
                new SampledJudgment(
                        response,
                        sample,
                        linesBefore(completion.text(), span.lead()),
                        Optional.of(score),
                        completion.forced(),
                        truncated);
            case ScoreReading.OutOfRange outOfRange ->
                new SampledJudgment(response, sample, completion.text(), Optional.empty(), false, truncated);
            case ScoreReading.Unreadable unreadable ->
                new SampledJudgment(response, sample, completion.text(), Optional.empty(), false, truncated);
        };
    }

    /** The text above the line where the score stands, which may begin with marks ("**Score:** 5"). */
    private static String linesBefore(String text, int at) {
        return text.substring(0, text.lastIndexOf('\n', at) + 1).strip();
    }

    /**
     * An example to learn.
     *
     * @param human the response's rating as given
     * @param completion the reason, then the line with the score
     */
    public record Example(
            String response, int sample, List<Message> prompt, String completion, double score, double human) {}

    /**
     * What was made, and why not more.
     *
     * @param examples in the order of the responses
     * @param ranked judgments that rank like the humans, before balancing
     * @param perScore how many examples each score has
     * @param alone responses whose prompt has no other that humans rate otherwise
     * @param unfit other responses of which no judgment fits the humans' order
     */
    public record Selection(List<Example> examples, int ranked, Map<Double, Integer> perScore, int alone, int unfit) {}

    /**
     * Chooses among judgments.
     *
     * @param perScore the most examples that a score may have; 0 for the mean over the scores that occur
     */
    public Selection select(List<RatedResponse> responses, List<SampledJudgment> judgments, int perScore) {
        Map<String, List<SampledJudgment>> readable = judgments.stream()
                .filter(judgment -> judgment.score().isPresent())
                .collect(Collectors.groupingBy(SampledJudgment::response));
        Map<String, List<RatedResponse>> prompts = responses.stream()
                .collect(Collectors.groupingBy(RatedResponse::instruction, LinkedHashMap::new, Collectors.toList()));
        var examples = new ArrayList<Example>();
        int alone = 0;
        for (List<RatedResponse> group : prompts.values()) {
            if (group.stream().map(RatedResponse::score).distinct().count() < 2) {
                alone += group.size();
            } else {
                examples.addAll(ranked(group, readable, scale(responses)));
            }
        }
        List<Example> balanced = balance(examples, perScore);
        Map<Double, Integer> counts = new TreeMap<>(
                balanced.stream().collect(Collectors.groupingBy(Example::score, Collectors.summingInt(example -> 1))));
        return new Selection(balanced, examples.size(), counts, alone, responses.size() - alone - examples.size());
    }

    /** The humans' lowest and highest rating. */
    private static double[] scale(List<RatedResponse> responses) {
        var range = responses.stream().mapToDouble(RatedResponse::score).summaryStatistics();
        return new double[] {range.getMin(), range.getMax()};
    }

    private List<Example> ranked(
            List<RatedResponse> group, Map<String, List<SampledJudgment>> readable, double[] scale) {
        double min = judge.rubric().min();
        double max = judge.rubric().max();
        // Judgments that ended by themselves first: of equal scores the first is picked.
        List<List<SampledJudgment>> sampled = group.stream()
                .map(rated -> readable.getOrDefault(rated.id(), List.of()).stream()
                        .sorted(Comparator.comparing(SampledJudgment::truncated).thenComparing(SampledJudgment::sample))
                        .toList())
                .toList();
        var judged = new ArrayList<Judged>();
        for (int i = 0; i < group.size(); i++) {
            double share = (group.get(i).score() - scale[0]) / (scale[1] - scale[0]);
            judged.add(new Judged(
                    min + share * (max - min),
                    sampled.get(i).stream()
                            .mapToDouble(judgment ->
                                    judge.rubric().merit(judgment.score().orElseThrow()))
                            .toArray()));
        }
        List<OptionalInt> picks = new HumanOrder(min, max).pick(judged);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < group.size(); i++) {
            if (picks.get(i).isPresent()) {
                examples.add(
                        example(group.get(i), sampled.get(i).get(picks.get(i).getAsInt())));
            }
        }
        return examples;
    }

    private Example example(RatedResponse rated, SampledJudgment judgment) {
        String reason = judgment.truncated() ? wholeSentences(judgment.reason()) : judgment.reason();
        double score = judgment.score().orElseThrow();
        String written = score == Math.rint(score) ? Long.toString((long) score) : Double.toString(score);
        String line = judge.rubric().lead() + written;
        return new Example(
                rated.id(),
                judgment.sample(),
                prompt(rated),
                reason.isEmpty() ? line : reason + "\n" + line,
                score,
                rated.score());
    }

    /** A cut text up to the end of its last sentence; all of it where it has none. "2." ends none. */
    static String wholeSentences(String text) {
        for (int i = text.length() - 1; i > 0; i--) {
            boolean ends = ".!?".indexOf(text.charAt(i)) >= 0
                    && !Character.isDigit(text.charAt(i - 1))
                    && (i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1)));
            if (ends) {
                return text.substring(0, i + 1);
            }
        }
        return text;
    }

    /** No score with more than so many; which of a score's examples stay is decided by the seed. */
    private List<Example> balance(List<Example> examples, int perScore) {
        Map<Double, List<Example>> byScore = examples.stream().collect(Collectors.groupingBy(Example::score));
        int most = perScore > 0 || byScore.isEmpty()
                ? perScore
                : (int) Math.ceil((double) examples.size() / byScore.size());
        var kept = byScore.values().stream()
                .flatMap(alike -> alike.stream()
                        .sorted(Comparator.comparingLong(example -> Seeds.of(seed, "balance", example.response())))
                        .limit(most))
                .collect(Collectors.toSet());
        return examples.stream().filter(kept::contains).toList();
    }
}
