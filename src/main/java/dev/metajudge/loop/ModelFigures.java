package dev.metajudge.loop;

import dev.metajudge.judge.Rubric;
import dev.metajudge.measure.Figure;
import dev.metajudge.measure.Observations;
import dev.metajudge.store.EvaluationWork;
import dev.metajudge.store.EvaluationWork.Chosen;
import dev.metajudge.store.EvaluationWork.Judged;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a model's rows say, figure by figure and item by item. */
final class ModelFigures {
    private final Map<Figure, Observations.Builder> figures = new EnumMap<>(Figure.class);
    private final Rubric rubric;

    private ModelFigures(Rubric rubric) {
        this.rubric = rubric;
    }

    /** Those of a model by what it judged, chose and answered in evaluation. */
    static Map<Figure, Observations> of(EvaluationWork work, String model, Rubric rubric) {
        var figures = new ModelFigures(rubric);
        Map<String, List<Judged>> items = work.judged(model).stream()
                .collect(Collectors.groupingBy(Judged::item, LinkedHashMap::new, Collectors.toList()));
        items.forEach(figures::judgments);
        items.forEach(figures::agreement);
        work.choices().stream()
                .filter(choice -> choice.preferred() != 0 && items.containsKey(choice.firstItem()))
                .forEach(choice -> figures.pair(
                        choice.id(),
                        choice.preferred(),
                        Objects.requireNonNull(items.get(choice.firstItem())),
                        Objects.requireNonNull(items.get(choice.secondItem()))));
        work.chosen(model).forEach(figures::choice);
        for (var answer : work.answered(model)) {
            figures.add(Figure.RESPONSE_LENGTH, answer.prompt(), answer.characters(), 1);
            figures.add(Figure.TRUNCATED_RESPONSES, answer.prompt(), truncated(answer.finish()), 1);
        }
        return figures.built();
    }

    /** Those of a round's meta-judge; items are prompts. */
    static Map<Figure, Observations> ofVerdicts(EvaluationWork work, int round, Rubric rubric) {
        var figures = new ModelFigures(rubric);
        work.verdicts(round).stream()
                .collect(
                        Collectors.groupingBy(EvaluationWork.Followed::prompt, LinkedHashMap::new, Collectors.toList()))
                .forEach((prompt, verdicts) -> {
                    var decided = verdicts.stream()
                            .filter(verdict -> verdict.outcome() != 0)
                            .toList();
                    figures.add(
                            Figure.VERDICT_FIRST_SHARE,
                            prompt,
                            count(decided, verdict -> verdict.outcome() == 1),
                            decided.size());
                    var unequal = decided.stream()
                            .filter(verdict -> verdict.firstScore() != verdict.secondScore())
                            .toList();
                    figures.add(
                            Figure.VERDICT_HIGHER_SCORE,
                            prompt,
                            count(
                                    unequal,
                                    verdict ->
                                            verdict.firstScore() > verdict.secondScore() == (verdict.outcome() == 1)),
                            unequal.size());
                });
        return figures.built();
    }

    private Map<Figure, Observations> built() {
        Map<Figure, Observations> built = new EnumMap<>(Figure.class);
        figures.forEach((figure, builder) -> built.put(figure, builder.build()));
        return built;
    }

    private void add(Figure figure, String item, double x, double y) {
        figures.computeIfAbsent(figure, Observations::of).add(item, x, y);
    }

    private void judgments(String item, List<Judged> judgments) {
        int all = judgments.size();
        add(Figure.READABLE_JUDGMENTS, item, count(judgments, j -> j.outcome().equals("valid")), all);
        add(Figure.FORCED_JUDGMENTS, item, count(judgments, j -> j.outcome().equals("forced")), all);
        add(Figure.UNSCORED_JUDGMENTS, item, count(judgments, j -> j.score().isEmpty()), all);
        add(Figure.TRUNCATED_JUDGMENTS, item, count(judgments, j -> truncated(j.finish()) == 1), all);
        var scores = judgments.stream().flatMap(j -> j.score().stream()).toList();
        add(Figure.MEAN_SCORE, item, scores.stream().mapToDouble(score -> score).sum(), scores.size());
        int same = 0;
        for (int i = 0; i < scores.size(); i++) {
            for (int j = i + 1; j < scores.size(); j++) {
                same += scores.get(i).equals(scores.get(j)) ? 1 : 0;
            }
        }
        add(Figure.SAME_SCORE, item, same, scores.size() * (scores.size() - 1) / 2.0);
        add(
                Figure.JUDGMENT_LENGTH,
                item,
                judgments.stream().mapToInt(Judged::characters).sum(),
                all);
    }

    private void agreement(String item, List<Judged> judgments) {
        judgments.getFirst().humanScore().ifPresent(human -> {
            mean(judgments, Judged::score).ifPresent(score -> {
                add(Figure.SPEARMAN, item, score, human);
                add(Figure.PEARSON, item, score, human);
                add(Figure.KENDALL, item, score, human);
            });
            mean(judgments, ModelFigures::expected).ifPresent(score -> {
                add(Figure.SPEARMAN_EXPECTED, item, score, human);
                add(Figure.PEARSON_EXPECTED, item, score, human);
                add(Figure.KENDALL_EXPECTED, item, score, human);
            });
        });
    }

    private void pair(String id, int preferred, List<Judged> first, List<Judged> second) {
        int byScores = sign(mean(first, Judged::score), mean(second, Judged::score));
        add(Figure.PAIRWISE_ACCURACY, id, (1 + preferred * byScores) / 2.0, 1);
        if (mean(first, Judged::score).isPresent()
                && mean(second, Judged::score).isPresent()) {
            add(Figure.PAIRWISE_TIES, id, byScores == 0 ? 1 : 0, 1);
        }
        int byExpectations = sign(mean(first, ModelFigures::expected), mean(second, ModelFigures::expected));
        add(Figure.PAIRWISE_ACCURACY_EXPECTED, id, (1 + preferred * byExpectations) / 2.0, 1);
    }

    private void choice(Chosen choice) {
        var id = choice.pair();
        if (choice.preferred() != 0) {
            add(Figure.CHOICE_ACCURACY, id, (2 + choice.preferred() * (choice.forward() - choice.backward())) / 4.0, 1);
        }
        boolean both = choice.forward() != 0 && choice.backward() != 0;
        add(Figure.CHOICE_CONSISTENCY, id, both && choice.forward() == -choice.backward() ? 1 : 0, both ? 1 : 0);
        add(
                Figure.CHOICE_FIRST_SHARE,
                id,
                (choice.forward() == 1 ? 1 : 0) + (choice.backward() == 1 ? 1 : 0),
                Math.abs(choice.forward()) + Math.abs(choice.backward()));
        add(Figure.READABLE_CHOICES, id, choice.readable(), 2);
    }

    /** A score that does not count brings no expectation either. */
    private static Optional<Double> expected(Judged judgment) {
        return judgment.score().flatMap(score -> judgment.expected());
    }

    /** Mean on a scale where higher is better; empty without values. */
    private OptionalDouble mean(List<Judged> judgments, Function<Judged, Optional<Double>> value) {
        return judgments.stream()
                .flatMap(judgment -> value.apply(judgment).stream())
                .mapToDouble(rubric::merit)
                .average();
    }

    /** Which is higher; 0 when they are equal, or one is missing. */
    private static int sign(OptionalDouble first, OptionalDouble second) {
        return first.isEmpty() || second.isEmpty()
                ? 0
                : Math.abs(first.getAsDouble() - second.getAsDouble()) < 1e-9
                        ? 0
                        : Double.compare(first.getAsDouble(), second.getAsDouble());
    }

    private static <T> int count(List<T> rows, Predicate<T> counts) {
        return (int) rows.stream().filter(counts).count();
    }

    private static int truncated(String finish) {
        return finish.equals("length") ? 1 : 0;
    }
}
