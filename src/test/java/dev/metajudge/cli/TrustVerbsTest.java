package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agreement}, {@code bias} and {@code calibrate}, from the command line to what they print and write. */
class TrustVerbsTest {
    private static final String QUICK = "--resamples=50";

    @TempDir
    Path temp;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(temp.resolve(name), text);
    }

    private static JsonNode json(CommandLineFixture said) throws IOException {
        assertThat(said.err()).isEmpty();
        assertThat(said.exit()).isZero();
        return new ObjectMapper().readTree(said.out());
    }

    @Test
    void agreementSaysWhyAFigureIsMissing() throws IOException {
        var ratings = file("a.csv", "human,good,flat\n1,1,3\n2,2,3\n3,3,3\n4,5,3\n");
        var said = CommandLineFixture.run(
                "agreement",
                "--ratings",
                ratings.toString(),
                "--human",
                "human",
                "--score",
                "good,flat",
                "--range",
                "1-5",
                QUICK);
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .startsWith("4 items, human ratings on 1-5, intervals of 95%")
                .containsPattern("Spearman +1\\.0000 \\(1\\.0000 to 1\\.0000\\) +-")
                .contains("\"-\": all scores are 3 (flat, Pearson; flat, Spearman; flat, Kendall tau-b")
                .doesNotContain("NaN");
    }

    @Test
    void agreementForAProgramAndAsAPage() throws IOException {
        var ratings = file("a.csv", "human,a,b\n1,1,2\n2,2,1\n3,4,4\n4,3,5\n5,5,3\n");
        var page = temp.resolve("page.html");
        var answer = json(CommandLineFixture.run(
                "agreement",
                "--ratings",
                ratings.toString(),
                "--human",
                "human",
                "--score",
                "a,b",
                "--json",
                "--report",
                page.toString(),
                QUICK));
        assertThat(answer.at("/scorers/0/spearman/value").asDouble()).isCloseTo(0.9, within(1e-12));
        assertThat(answer.at("/scorers/1/mae/value").asDouble()).isEqualTo(1.2);
        assertThat(answer.path("comparisons")).hasSize(6);
        assertThat(answer.at("/comparisons/1/difference/value").asDouble()).isCloseTo(0.3, within(1e-12));
        assertThat(answer.at("/comparisons/1/p").isNumber()).isTrue();
        assertThat(page).content().startsWith("<!DOCTYPE html>").contains("Is one better than another?");
    }

    @Test
    void pairwiseInBothOrders() throws IOException {
        var pairs = file(
                "p.jsonl",
                "{\"h\":1,\"j\":1,\"s\":1}\n{\"h\":1,\"j\":2,\"s\":1}\n{\"h\":2,\"j\":2,\"s\":2}\n{\"h\":2,\"j\":1,\"s\":1}\n");
        var answer = json(CommandLineFixture.run(
                "agreement",
                "--pairwise",
                "--ratings",
                pairs.toString(),
                "--human",
                "h",
                "--score",
                "j",
                "--swapped",
                "s",
                "--json",
                QUICK));
        assertThat(answer.at("/scorers/0/accuracy/value").asDouble()).isEqualTo(0.5);
        assertThat(answer.at("/scorers/0/right_in_both_orders/value").asDouble())
                .isEqualTo(0.5);
        assertThat(answer.at("/scorers/0/consistency/value").asDouble()).isEqualTo(0.75);
        // First shown and chosen: 2 of 4 in order; swapped, b is first: 1 of 4.
        assertThat(answer.at("/scorers/0/first_share/value").asDouble()).isEqualTo(0.375);
        var table = CommandLineFixture.run(
                "agreement", "--pairwise", "--ratings", pairs.toString(), "--human", "h", "--score", "j,h", QUICK);
        assertThat(table.out()).contains("\"-\": no swapped column given", "j - h");
    }

    @Test
    void biasDescribesRatingsAloneOrBesideScores() throws IOException {
        var text = new StringBuilder("human,judge,text\n");
        var random = new SplittableRandom(4);
        for (int i = 0; i < 60; i++) {
            int rating = 1 + i % 5;
            text.append(rating)
                    .append(',')
                    .append(rating > 3 ? 4 : random.nextInt(3, 5))
                    .append(",")
                    .append("x".repeat(1 + rating))
                    .append('\n');
        }
        var ratings = file("a.csv", text.toString());
        var alone = json(
                CommandLineFixture.run("bias", "--ratings", ratings.toString(), "--human", "human", "--json", QUICK));
        assertThat(alone.path("profiles")).hasSize(1);
        assertThat(alone.path("mitigations")).isEmpty();
        var both = json(CommandLineFixture.run(
                "bias",
                "--ratings",
                ratings.toString(),
                "--human",
                "human",
                "--score",
                "judge",
                "--range",
                "1-5",
                "--length",
                "text",
                "--json",
                QUICK));
        assertThat(both.at("/profiles/0/length/value").asDouble()).isCloseTo(1, within(1e-12));
        assertThat(both.at("/profiles/1/profile/mode").asInt()).isEqualTo(4);
        assertThat(both.path("held_out").asInt()).isEqualTo(30);
        assertThat(both.path("mitigations")).hasSize(6);
        assertThat(both.at("/mitigations/3/mae/value").asDouble())
                .isLessThan(both.at("/mitigations/0/mae/value").asDouble());
        var table = CommandLineFixture.run(
                "bias",
                "--ratings",
                ratings.toString(),
                "--human",
                "human",
                "--score",
                "judge",
                "--range",
                "1-5",
                QUICK);
        assertThat(table.out())
                .contains("\"-\": no distributions behind the scores (judge, temperature")
                .doesNotContain("NaN");
    }

    @Test
    void calibrateFitsAndApplies() throws IOException {
        var human = new StringBuilder("id,human\n");
        var scores = new StringBuilder();
        for (int i = 0; i < 80; i++) {
            int rating = 1 + i % 5;
            human.append(i).append(',').append(rating).append('\n');
            scores.append("{\"id\":%d,\"score\":%s,\"scorer\":\"e-score\"}\n".formatted(i, 4 + rating / 10.0));
        }
        var ratings = file("h.csv", human.toString());
        var lines = file("s.jsonl", scores.toString());
        var calibration = temp.resolve("c.json");
        var fit = CommandLineFixture.run(
                "calibrate",
                "fit",
                "--human-file",
                ratings.toString(),
                "--human",
                "human",
                "--scores-file",
                lines.toString(),
                "--range",
                "1-5",
                "--out",
                calibration.toString(),
                QUICK);
        assertThat(fit.err()).isEmpty();
        assertThat(fit.out())
                .startsWith("isotonic for e-score, 1-5: fitted on 40 items, measured on the other 40")
                .containsPattern("mean abs. error +1\\.\\d+ .* +0\\.000");
        var saved = new ObjectMapper().readTree(Files.readString(calibration));
        assertThat(saved.at("/data/sha256").asText()).hasSize(64);
        assertThat(saved.at("/held_out/after/mae/value").asDouble()).isZero();
        var out = temp.resolve("out.jsonl");
        var apply = CommandLineFixture.run(
                "calibrate",
                "apply",
                "--calibration",
                calibration.toString(),
                "--input",
                lines.toString(),
                "--out",
                out.toString());
        assertThat(apply.err()).startsWith("80 scores calibrated");
        var first = new ObjectMapper().readTree(Files.readAllLines(out).getFirst());
        assertThat(first.path("score").asDouble()).isEqualTo(1);
        assertThat(first.path("raw_score").asDouble()).isEqualTo(4.1);
        var again = CommandLineFixture.run(
                "calibrate",
                "apply",
                "--calibration",
                calibration.toString(),
                "--input",
                out.toString(),
                "--out",
                temp.resolve("x").toString());
        assertThat(again.exit()).isEqualTo(3);
        assertThat(again.err()).contains("was calibrated before");
        assertThat(temp.resolve("x")).doesNotExist();
    }

    @Test
    void wrongOptionsAreToldWithTheirRemedy() throws IOException {
        var ratings = file("a.csv", "human,a\n1,1\n2,2\n3,3\n4,4\n").toString();
        assertThat(usage("agreement", "--ratings", ratings, "--human", "human")).contains("say whose scores");
        assertThat(usage("agreement", "--ratings", ratings, "--human", "human", "--score", "a", "--range", "five"))
                .contains("\"five\" is no range; write the lowest and the highest score: 1-5");
        assertThat(usage("agreement", "--ratings", ratings, "--human", "human", "--score", "a", "--swapped", "a"))
                .contains("for --pairwise");
        assertThat(usage("agreement", "--ratings", ratings, "--human", "human", "--score", "a", "--resamples", "0"))
                .contains("--resamples must be 1 to");
        assertThat(usage("bias", "--ratings", ratings, "--human", "human", "--score", "a", "--fit-share", "1"))
                .contains("--fit-share must lie between 0 and 1");
        assertThat(usage(
                        "agreement",
                        "--ratings",
                        ratings,
                        "--human",
                        "human",
                        "--score",
                        "a",
                        "--score-range",
                        "b=1-9"))
                .contains("--score-range names \"b\", which is no scorer; did you mean \"a\"?");
        assertThat(usage(
                        "calibrate",
                        "fit",
                        "--ratings",
                        ratings,
                        "--human",
                        "human",
                        "--score",
                        "a",
                        "--out",
                        "c",
                        "--method",
                        "isotonic,temperature"))
                .contains("in this order, each once: temperature, distribution, isotonic");
        assertThat(usage(
                        "calibrate",
                        "fit",
                        "--ratings",
                        ratings,
                        "--human",
                        "human",
                        "--score",
                        "a",
                        "--out",
                        "c",
                        "--method",
                        "isotonik"))
                .contains("did you mean \"isotonic\"?");
        assertThat(usage("calibrate")).contains("say what to do");
        var warm = CommandLineFixture.run(
                "calibrate",
                "fit",
                "--ratings",
                ratings,
                "--human",
                "human",
                "--score",
                "a",
                "--out",
                "c",
                "--method",
                "temperature");
        assertThat(warm.exit()).isEqualTo(3);
        assertThat(warm.err()).contains("temperature needs the distribution behind each score of \"a\"");
    }

    private static String usage(String... arguments) {
        var said = CommandLineFixture.run(arguments);
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        return said.err();
    }
}
