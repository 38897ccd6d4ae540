package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.config.Installation;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.RewardSource;
import dev.metajudge.loop.EvaluationExamples.Example;
import dev.metajudge.loop.EvaluationExamples.Selection;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.RatedResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class EvaluationExamplesTest {
    private static final int SAMPLES = 2;

    private final EvaluationExamples builder = new EvaluationExamples(
            PromptLibrary.load(Installation.prompts()),
            new Recipe.Judge(
                    "additive-5", SAMPLES, 8, true, RewardSource.PARSED, new Sampling(0.8, 0.95, 0, 0, 32, List.of())),
            5);

    private final List<RatedResponse> responses = List.of(
            new RatedResponse("good", "Why?", "A good answer.", 5),
            new RatedResponse("bad", "Why?", "A bad answer.", 1),
            new RatedResponse("lone", "Who?", "Nobody else answers this.", 3));

    /** Says for each response the texts given, in sample order. */
    private record Script(Map<String, List<Completion>> texts) implements Sampler {
        @Override
        public List<List<Completion>> sample(List<Request> batch, LongConsumer tokens) {
            return batch.stream()
                    .map(request -> texts.getOrDefault(request.id(), List.of()))
                    .toList();
        }

        @Override
        public void close() {}
    }

    @Test
    void theJudgmentsThatRankLikeTheHumansBecomeExamplesThatEndWithTheScore() {
        Selection made = selection(
                List.of(written("It is weak.\nScore: 2"), written("It is fine.\n**Score:** 5")),
                List.of(forced("It is long. Very lo", 4, true), forced("Nothing in it.", 1, false)));
        assertThat(made.examples())
                .extracting(Example::response, Example::completion, Example::score, Example::human)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("good", "It is fine.\nScore: 5", 5.0, 5.0),
                        org.assertj.core.groups.Tuple.tuple("bad", "Nothing in it.\nScore: 1", 1.0, 1.0));
        assertThat(made.alone()).isEqualTo(1);
        assertThat(made.unfit()).isZero();
        assertThat(made.perScore()).containsExactly(Map.entry(1.0, 1), Map.entry(5.0, 1));
    }

    @Test
    void aReasonThatWasCutEndsWithItsLastWholeSentence() {
        Selection made = selection(
                List.of(forced("It is good. It is ver", 5, true), written("no score")),
                List.of(written("Bad.\nScore: 2"), written("Score: 9")));
        assertThat(made.examples())
                .extracting(Example::completion)
                .containsExactly("It is good.\nScore: 5", "Bad.\nScore: 2");
        assertThat(EvaluationExamples.wholeSentences("no end")).isEqualTo("no end");
        assertThat(EvaluationExamples.wholeSentences("v1.2 is out! And")).isEqualTo("v1.2 is out!");
        assertThat(EvaluationExamples.wholeSentences("1. It is good.\n2. It")).isEqualTo("1. It is good.");
    }

    @Test
    void judgmentsAgainstTheHumansMakeNoExample() {
        Selection made = selection(
                List.of(written("Score: 1"), written("Score: 1")), List.of(written("Score: 5"), written("Score: 5")));
        assertThat(made.examples()).isEmpty();
        assertThat(made.unfit()).isEqualTo(2);
    }

    @Test
    void noScoreHasMoreExamplesThanAsked() {
        var many = new ArrayList<RatedResponse>();
        var judgments = new ArrayList<SampledJudgment>();
        for (int i = 0; i < 20; i++) {
            many.add(new RatedResponse("a" + i, "p" + i, "A", 5));
            many.add(new RatedResponse("b" + i, "p" + i, "B", 1));
            judgments.add(new SampledJudgment("a" + i, 1, "", Optional.of(i < 15 ? 5.0 : 4.0), false, false));
            judgments.add(new SampledJudgment("b" + i, 1, "", Optional.of(1.0), false, false));
        }
        Selection made = builder.select(many, judgments, 0);
        assertThat(made.ranked()).isEqualTo(40);
        assertThat(made.perScore()).containsExactly(Map.entry(1.0, 14), Map.entry(4.0, 5), Map.entry(5.0, 14));
        assertThat(builder.select(many, judgments, 3).perScore().values()).containsOnly(3);
        assertThat(builder.select(many, judgments, 3)).isEqualTo(builder.select(many, judgments, 3));
    }

    private Selection selection(List<Completion> good, List<Completion> bad) {
        var script = new Script(Map.of("good", good, "bad", bad, "lone", List.of(written("Score: 3"))));
        return builder.select(responses, builder.judge(script, responses, tokens -> {}), 0);
    }

    private static Completion written(String text) {
        return new Completion(text, List.of(1), Completion.Finish.STOP, -1, false, Optional.empty(), 3);
    }

    private static Completion forced(String reason, int score, boolean truncated) {
        return new Completion(
                reason + "\nScore: " + score,
                List.of(1),
                truncated ? Completion.Finish.LENGTH : Completion.Finish.STOP,
                -1,
                true,
                Optional.empty(),
                3);
    }
}
