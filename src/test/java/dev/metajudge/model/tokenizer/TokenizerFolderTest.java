package dev.metajudge.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFolderTest {
    @TempDir
    private Path folder;

    @Test
    void theTinyLlamasFolderNamesItsTokens() {
        TokenizerFolder read = TokenizerFolder.read(Path.of("src/test/resources/golden/tiny-models/llama"));
        try (Tokenizer tokenizer = read.tokenizer()) {
            assertThat(tokenizer.bos()).hasValue(1);
            assertThat(tokenizer.eos()).hasValue(2);
            assertThat(tokenizer.stops()).containsExactly(2);
            assertThat(tokenizer.textBeginsWithBos()).isFalse();
            assertThat(tokenizer.kind()).isEqualTo("byte-level pairs");
            assertThat(read.chatTemplate()).get().asString().startsWith("{% for m in messages %}");
        }
    }

    @Test
    void generationConfigSaysWhatEndsATurnAndThatIsSpecialThen() throws IOException {
        use("gpt2");
        write(
                "tokenizer.json",
                Files.readString(folder.resolve("tokenizer.json"))
                        .replace(
                                "\"content\":\"<|im_end|>\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":true",
                                "\"content\":\"<|im_end|>\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":false"));
        write("tokenizer_config.json", "{\"eos_token\": {\"content\": \"<|endoftext|>\"}, \"bos_token\": null}");
        write("generation_config.json", "{\"eos_token_id\": [0, 2]}");
        write("config.json", "{\"vocab_size\": 512, \"bos_token_id\": 1, \"eos_token_id\": 1}");
        try (Tokenizer tokenizer = TokenizerFolder.read(folder).tokenizer()) {
            assertThat(tokenizer.bos())
                    .as("tokenizer_config.json says there is none")
                    .isEmpty();
            assertThat(tokenizer.eos()).hasValue(0);
            assertThat(tokenizer.stops()).containsExactly(0, 2);
            assertThat(tokenizer.isSpecial(2)).isTrue();
            assertThat(tokenizer.encode("<|im_end|>", false)).doesNotContain(2);
            assertThat(tokenizer.encode("<|im_end|>", true)).containsExactly(2);
            assertThat(tokenizer.vocabulary()).isEqualTo(512);
            assertThat(tokenizer.bytes(511)).isEmpty();
            assertThat(tokenizer.decode(new int[] {511}, false)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"llama3, <|begin_of_text|>, true", "gemma, <s>, true", "gpt2, <|endoftext|>, false"})
    void thePostProcessorSaysWhetherTextBeginsWithBos(String name, String bos, boolean begins) throws IOException {
        use(name);
        write("tokenizer_config.json", "{\"bos_token\": \"%s\"}".formatted(bos));
        try (Tokenizer tokenizer = TokenizerFolder.read(folder).tokenizer()) {
            assertThat(tokenizer.textBeginsWithBos()).isEqualTo(begins);
        }
        write("tokenizer_config.json", "{\"bos_token\": \"%s\", \"add_bos_token\": %s}".formatted(bos, !begins));
        try (Tokenizer tokenizer = TokenizerFolder.read(folder).tokenizer()) {
            assertThat(tokenizer.textBeginsWithBos()).isEqualTo(!begins);
        }
    }

    @Test
    void tokensThatOnlyTheConfigListsAreAdded() throws IOException {
        use("gpt2");
        int size = GoldenStrings.json("gpt2").get("model").get("vocab").size();
        write(
                "tokenizer_config.json",
                "{\"added_tokens_decoder\": {\"%d\": {\"content\": \"<|more|>\", \"special\": true}}}".formatted(size));
        try (Tokenizer tokenizer = TokenizerFolder.read(folder).tokenizer()) {
            assertThat(tokenizer.encode("<|more|>", true)).containsExactly(size);
            assertThat(tokenizer.encode("<|more|>", false)).doesNotContain(size);
        }
    }

    @Test
    void aTemplateInAFileOfItsOwnGoesFirst() throws IOException {
        use("gpt2");
        write(
                "tokenizer_config.json",
                "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"t\"}, {\"name\": \"default\", \"template\": \"d\"}]}");
        assertThat(template()).isEqualTo("d");
        write("chat_template.jinja", "own");
        assertThat(template()).isEqualTo("own");
    }

    private String template() {
        TokenizerFolder read = TokenizerFolder.read(folder);
        read.tokenizer().close();
        return read.chatTemplate().orElseThrow();
    }

    /** One spelling in a good file is changed for another; the message names the file and what is wrong. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "type":"BPE"      | "type":"Unigram"          | tokenizers of type Unigram are not supported
            "type":"BPE"      | "type":"BPE","type":"BPE" | not sound JSON
            "dropout":null    | "dropout":0.1             | the setting dropout = 0.1
            "dropout":null    | "surprise":1              | the setting surprise = 1
            "unk_token":null  | "unk_token":"nowhere"     | the setting unk_token = nowhere
            "normalizer":null | "normalizer":{"type":"Lowercase"} | its normalizer has a step of type "Lowercase"
            "normalizer":null | "normalizer":{"type":"Replace","pattern":{"String":""},"content":"a"} | empty pattern
            "pre_tokenizer":{ | "pre_tokenizer":{"type":"BertPreTokenizer"},"x":{ | step of type "BertPreTokenizer"
            "decoder":{       | "decoder":{"type":"WordPiece"},"x":{ | its decoder (WordPiece) is not supported
            "!":3             | "!":4                     | should have the ids from 0 on
            "!":3             | "!":-3                    | no sound id for "!"
            "!":3             | "!":3.5                   | no sound id for "!"
            "id":1,           | "id":7,                   | has the id 7; in its place it would be 1
            "merges":[        | "merges":[["nope","x"],   | the tokenizer library does not accept it
            """)
    void whatIsNotSupportedIsRefusedByName(String from, String to, String message) throws IOException {
        use("gpt2");
        String good = Files.readString(folder.resolve("tokenizer.json"));
        assertThat(good).contains(from);
        write(
                "tokenizer.json",
                good.replaceFirst(java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to)));
        refused("tokenizer.json", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tokenizer_config.json  | {"eos_token": "<none>"}     | its eos_token "<none>" is not in the tokenizer
            generation_config.json | {"eos_token_id": [1, 9999]} | eos_token_id is 9999
            generation_config.json | {"eos_token_id": "2"}       | eos_token_id is "2"
            config.json            | {"vocab_size": -4}          | vocab_size is -4
            config.json            | [1]                         | it is not a JSON object
            tokenizer_config.json  | {"a": }                     | not sound JSON
            tokenizer_config.json  | {"added_tokens_decoder": {"x": {"content": "y"}}} | no sound token "x"
            """)
    void theFilesBesideAreCheckedToo(String file, String text, String message) throws IOException {
        use("gpt2");
        write(file, text);
        refused(file, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{}", "{\"model\":[]}", "{\"model\":{}}", "\u0000", "{\"model\":{\"vocab\":[]}}"})
    void whatIsNoTokenizerIsRefused(String text) throws IOException {
        write("tokenizer.json", text);
        assertThatThrownBy(() -> TokenizerFolder.read(folder)).isInstanceOf(UserError.class);
    }

    @Test
    void deepNestingAndOtherEncodingsAreRefused() throws IOException {
        write("tokenizer.json", "{\"normalizer\":" + "[".repeat(100_000));
        refused("tokenizer.json", "not sound JSON");
        Files.write(folder.resolve("tokenizer.json"), "{\"model\":{}}".getBytes(StandardCharsets.UTF_16BE));
        refused("tokenizer.json", "not in UTF-8");
    }

    @Test
    void aFolderWithoutATokenizerSaysWhatToDo() throws IOException {
        refused("tokenizer.json", "nothing else in the folder");
        write("tokenizer.model", "x");
        refused("tokenizer.json", "transformers");
    }

    private void refused(String file, String message) {
        assertThatThrownBy(() -> TokenizerFolder.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(folder.resolve(file) + ": ")
                .hasMessageContaining(message);
    }

    private void use(String name) throws IOException {
        Files.write(folder.resolve("tokenizer.json"), GoldenStrings.bytes(name));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
