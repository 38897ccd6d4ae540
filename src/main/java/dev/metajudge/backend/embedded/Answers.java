package dev.metajudge.backend.embedded;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.ExpectedAnswer.Distribution;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.embedded.EmbeddedSampler.Prompted;
import dev.metajudge.model.engine.Branches;
import dev.metajudge.model.engine.Generator;
import dev.metajudge.model.engine.Generator.Question;
import dev.metajudge.model.engine.Readout;
import dev.metajudge.model.engine.Row;
import dev.metajudge.model.load.LoadedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns rows into completions: where an answer is expected, reads the distribution over its values at the place where
 * the value stands, or forces one there. All rows are looked at in one pass of the decoder.
 */
final class Answers {
    private final LoadedModel model;
    private final Generator generator;
    private final ValueTrees trees;

    Answers(LoadedModel model, Generator generator) {
        this.model = model;
        this.generator = generator;
        trees = new ValueTrees(model.tokenizer());
    }

    /** The completions, in the order of the rows. */
    List<Completion> complete(List<Row> rows, List<Prompted> portion, List<String> texts) {
        List<Optional<AnswerPlace>> places = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            places.add(place(rows.get(i), request(portion, rows.get(i)), texts.get(i)));
        }
        List<Optional<Distribution>> distributions =
                distributions(places, portion.getFirst().request());
        var completions = new ArrayList<Completion>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            completions.add(completion(
                    rows.get(i), request(portion, rows.get(i)), texts.get(i), places.get(i), distributions.get(i)));
        }
        return completions;
    }

    private Optional<AnswerPlace> place(Row row, Request request, String text) {
        return request.ending()
                .flatMap(ending -> AnswerPlace.find(ending, row, text, trees))
                .filter(place -> row.promptTokens() + place.reach() <= model.context());
    }

    /** Rows without a question ask one all the same, which is not looked at, so that all go in one pass. */
    private List<Optional<Distribution>> distributions(List<Optional<AnswerPlace>> places, Request request) {
        List<ValueTree> asked =
                places.stream().flatMap(Optional::stream).map(AnswerPlace::tree).toList();
        if (asked.isEmpty()) {
            return places.stream().map(place -> Optional.<Distribution>empty()).toList();
        }
        Optional<Reading> reading = request.ending().flatMap(ExpectedAnswer::reading);
        Readout[] read = generator.weigh(
                places.stream()
                        .map(place -> place.map(AnswerPlace::question)
                                .orElseGet(() -> new Question(0, new int[] {0}, Branches.NONE, new int[] {0})))
                        .toList(),
                ValueTree.lens(reading, asked, model.tokenizer()));
        var distributions = new ArrayList<Optional<Distribution>>(read.length);
        for (int i = 0; i < read.length; i++) {
            Readout there = read[i];
            distributions.add(places.get(i).map(place -> place.tree().distribution(there, reading)));
        }
        return distributions;
    }

    private Completion completion(
            Row row, Request request, String text, Optional<AnswerPlace> place, Optional<Distribution> distribution) {
        boolean forced = place.isPresent() && place.get().forced();
        String whole = text;
        if (forced) {
            ExpectedAnswer ending = request.ending().orElseThrow();
            int value = distribution.orElseThrow().draw(request.sampling().temperature(), row.uniform());
            whole = text + ending.lead() + ending.values().get(value);
        }
        return new Completion(
                whole,
                Arrays.stream(row.tokens()).boxed().toList(),
                row.end() == Row.End.LENGTH ? Completion.Finish.LENGTH : Completion.Finish.STOP,
                row.logprob(),
                forced,
                distribution,
                row.promptTokens());
    }

    private static Request request(List<Prompted> portion, Row row) {
        return portion.get(row.slot()).request();
    }
}
