package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures that others published of public data; skipped where ../shared/data is not there. */
class PublishedFiguresTest {
    private static final Path DATA = Path.of("..", "shared", "data");

    @TempDir
    Path temp;

    private static String data(String name) {
        var file = DATA.resolve(name);
        assumeTrue(Files.exists(file), "skipped: there is no " + file);
        return file.toString();
    }

    private static JsonNode answer(String... arguments) throws IOException {
        var said = CommandLineFixture.run(arguments);
        assertThat(said.err()).isEmpty();
        return new ObjectMapper().readTree(said.out());
    }

    /** Table 1 of arXiv 2508.03550: Spearman on FLASK of v-score, e-score and tuned LAGER. */
    @ParameterizedTest
    @CsvSource({"llama3.1-8b, 0.3341, 0.3858, 0.4772", "mistral-7b, 0.2660, 0.2391, 0.3467"})
    void flask(String model, double v, double e, double lager) throws IOException {
        var answer = answer(
                "agreement",
                "--ratings",
                data("lager-vectors/flask-" + model + ".csv"),
                "--human",
                "human_mean",
                "--score",
                "vscore,escore,lager_tuned",
                "--resamples=40",
                "--json");
        assertThat(answer.at("/scorers/0/spearman/value").asDouble()).isCloseTo(v, within(5e-5));
        assertThat(answer.at("/scorers/1/spearman/value").asDouble()).isCloseTo(e, within(5e-5));
        assertThat(answer.at("/scorers/2/spearman/value").asDouble()).isCloseTo(lager, within(5e-5));
        assertThat(answer.path("comparisons")).hasSize(18);
    }

    /** Excess kurtosis of the mean ratings, as arXiv 2601.16444 measures bias: 1.48 and 0.97. */
    @ParameterizedTest
    @CsvSource({"en-de, 1.48", "ne-en, 0.97"})
    void translationRatings(String pair, double kurtosis) throws Exception {
        var archive = data("human-ratings/mlqe-pe-" + pair + "-test.tar.gz");
        var tsv = temp.resolve(pair + ".tsv");
        int exit = new ProcessBuilder("tar", "xzOf", archive, "--wildcards", "*.df.short.tsv")
                .redirectOutput(tsv.toFile())
                .start()
                .waitFor();
        assumeTrue(exit == 0, "skipped: tar cannot unpack " + archive);
        var answer = answer(
                "bias", "--ratings", tsv.toString(), "--human", "mean", "--range", "0-100", "--json", "--resamples=40");
        assertThat(answer.path("items").asInt()).isEqualTo(1000);
        assertThat(answer.at("/profiles/0/profile/kurtosis/value").asDouble()).isCloseTo(kurtosis, within(0.005));
    }

    @Test
    void storiesWithRealJudgesAndTheirInvalidScores() throws IOException {
        var answer = answer(
                "bias",
                "--ratings",
                data("human-ratings/hanna-with-llm-judges.csv"),
                "--human",
                "Relevance",
                "--score",
                "Mistral-7B RE 1",
                "--samples",
                "ChatGPT=ChatGPT RE 1,ChatGPT RE 2,ChatGPT RE 3,ChatGPT RE 4",
                "--range",
                "1-5",
                "--resamples=40",
                "--json");
        assertThat(answer.path("notes").path(0).asText())
                .matches("Mistral-7B RE 1: \\d+ of 1,056 scores are outside 1-5.*");
        assertThat(answer.path("mitigations")).hasSize(13);
        assertThat(answer.at("/mitigations/12/mitigation").asText()).isEqualTo("score range");
        for (JsonNode mitigation : answer.path("mitigations")) {
            assertThat(mitigation.path("reason").isNull())
                    .isEqualTo(mitigation.at("/pearson/value").isNumber());
        }
    }
}
