package dev.metajudge.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextStreamTest {
    /** A face is four bytes, each a token here: nothing comes before the last. */
    @Test
    void aCharacterIsHeldBackUntilItIsWhole() {
        try (Tokenizer tokenizer = GoldenStrings.open("gpt2")) {
            TextStream stream = tokenizer.stream(true);
            int[] face = IntStream.of(0xF0, 0x9F, 0x99, 0x82)
                    .map(value -> byteToken(tokenizer, value))
                    .toArray();
            assertThat(IntStream.of(face).mapToObj(stream::add)).containsExactly("", "", "", "\uD83D\uDE42");
            assertThat(stream.end()).isEmpty();
        }
    }

    @Test
    void whatIsNeverEndedIsTheReplacementCharacter() {
        try (Tokenizer tokenizer = GoldenStrings.open("gpt2")) {
            TextStream stream = tokenizer.stream(true);
            assertThat(stream.add(byteToken(tokenizer, 0xF0))).isEmpty();
            assertThat(stream.add(byteToken(tokenizer, 'a'))).isEqualTo("\uFFFDa");
            assertThat(stream.add(byteToken(tokenizer, 0xE2))).isEmpty();
            assertThat(stream.end()).isEqualTo("\uFFFD");
        }
    }

    @Test
    void bytesOfSentencePieceAreHeldBackAsARun() {
        try (Tokenizer tokenizer = GoldenStrings.open("llama2-spm")) {
            TextStream stream = tokenizer.stream(true);
            int blank = tokenizer.id("\u2581").orElseThrow();
            assertThat(stream.add(blank)).as("the blank before a text").isEmpty();
            assertThat(stream.add(tokenizer.id("a").orElseThrow())).isEqualTo("a");
            assertThat(stream.add(tokenizer.id("<0xC3>").orElseThrow())).isEmpty();
            assertThat(stream.add(tokenizer.id("<0xA9>").orElseThrow())).isEmpty();
            assertThat(stream.add(blank)).isEqualTo("\u00E9 ");
            assertThat(stream.add(tokenizer.id("<0xC3>").orElseThrow())).isEmpty();
            assertThat(stream.end()).isEqualTo("\uFFFD");
        }
    }

    @Test
    void specialTokensAreLeftOutOrWrittenOut() {
        try (Tokenizer tokenizer = GoldenStrings.open("gpt2")) {
            int end = tokenizer.id("<|im_end|>").orElseThrow();
            assertThat(tokenizer.stream(true).add(end)).isEmpty();
            assertThat(tokenizer.stream(false).add(end)).isEqualTo("<|im_end|>");
        }
    }

    private static int byteToken(Tokenizer tokenizer, int value) {
        return IntStream.range(0, tokenizer.vocabulary())
                .filter(id -> tokenizer.bytes(id).length == 1 && (tokenizer.bytes(id)[0] & 0xFF) == value)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no token for " + new String(new byte[] {(byte) value}, StandardCharsets.ISO_8859_1)));
    }
}
