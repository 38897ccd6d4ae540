package dev.metajudge.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSettingsTest {
    @Test
    void theEnvironmentDecides() {
        HubSettings plain = HubSettings.of(Map.of());
        assertThat(plain.endpoint().getScheme()).isEqualTo("https");
        assertThat(plain.cache()).isEqualTo(Path.of(System.getProperty("user.home"), ".cache/huggingface/hub"));
        assertThat(plain.token()).isEmpty();
        assertThat(plain.offline()).isFalse();
        HubSettings set = HubSettings.of(Map.of(
                "HF_ENDPOINT", "https://mirror.example/hub/",
                "HF_HOME", "/data/hf",
                "HF_TOKEN", " hf_x\n",
                "HF_HUB_OFFLINE", "1"));
        assertThat(set.endpoint()).isEqualTo(URI.create("https://mirror.example/hub"));
        assertThat(set.cache()).isEqualTo(Path.of("/data/hf/hub"));
        assertThat(set.token()).hasValue("hf_x");
        assertThat(set.offline()).isTrue();
        assertThat(HubSettings.of(Map.of("HF_HOME", "/data/hf", "HF_HUB_CACHE", "/data/hub"))
                        .cache())
                .isEqualTo(Path.of("/data/hub"));
        assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "/data")).cache())
                .isEqualTo(Path.of("/data/huggingface/hub"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://mirror.example/x, true",
        "https://MIRROR.example/x, true",
        "https://mirror.example:444/x, false",
        "http://mirror.example/x, false",
        "https://mirror.example.evil.example/x, false",
        "https://store.example/x, false",
    })
    void theTokenIsForTheEndpointAlone(String address, boolean sent) {
        HubSettings settings = HubSettings.of(Map.of("HF_ENDPOINT", "https://mirror.example", "HF_TOKEN", "hf_x"));
        assertThat(settings.tokenFor(URI.create(address)).isPresent()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({
        "mirror.example, hf_x, HF_ENDPOINT must be a URL",
        "'https://a b', hf_x, HF_ENDPOINT is not a URL",
        "ftp://mirror.example, hf_x, HF_ENDPOINT must be a URL",
        "https://me:you@mirror.example, hf_x, HF_ENDPOINT must be a URL",
        "http://mirror.example, hf_x, in clear text",
        "https://mirror.example, hf x, HF_TOKEN is not a token",
    })
    void whatCannotBeIsRefusedWithoutTheToken(String endpoint, String token, String message) {
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", endpoint, "HF_TOKEN", token)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining(token);
    }
}
