package dev.metajudge.backend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.backend.ExpectedAnswer.Finding;
import dev.metajudge.backend.Sampling;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a server that speaks Ollama's protocol and has no model. */
class FakeServerTest extends ServerContract {
    private static FakeOllama server;

    @BeforeAll
    static void start() throws IOException {
        server = new FakeOllama();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    String upstream() {
        return server.url();
    }

    @Override
    String address(String url) {
        return "ollama+" + url + "#smollm2";
    }

    @Test
    void theDistributionIsThatOfTheListAndWhatIsNotThereIsMissing() {
        var read = sampler()
                .sample(
                        java.util.List.of(judged(Sampling.greedy(3), text -> new Finding.Found(0, 1, 2), true)),
                        tokens -> {})
                .getFirst()
                .getFirst();
        var distribution = read.answer().orElseThrow();
        assertThat(read.forced()).isFalse();
        assertThat(distribution.probabilities().get(2)).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(distribution.probabilities().get(3)).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(distribution.mass()).isCloseTo(0.75, within(1e-9));
    }
}
