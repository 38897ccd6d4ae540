package dev.metajudge.export;

import dev.metajudge.model.chat.ChatFormat;
import dev.metajudge.model.chat.ChatMlFormat;
import dev.metajudge.model.chat.GemmaFormat;
import dev.metajudge.model.chat.Llama3Format;
import dev.metajudge.model.chat.MistralFormat;
import dev.metajudge.model.chat.Phi3Format;
import dev.metajudge.model.chat.Qwen3Format;
import dev.metajudge.model.chat.UnknownFormat;
import dev.metajudge.model.chat.ZephyrFormat;
import java.util.Optional;

/**
 * Chat formats in the template language of Ollama, which does not read a model's own. Three things are Ollama's and no
 * template can change them: neighbouring messages of one role are joined, blanks around a message stay where Llama 3's and
 * Gemma's own templates cut them, and a conversation that the model's own template refuses is written somehow.
 */
final class OllamaTemplate {
    private OllamaTemplate() {}

    /**
     * The template of a format; none for one that is not known here, where Ollama makes its own guess.
     *
     * @param serverWritesBos whether the token that begins a text is put in front without the template
     */
    static Optional<String> of(ChatFormat format, boolean serverWritesBos) {
        return switch (format) {
            case ChatMlFormat ml -> Optional.of(chatMl(ml.system(), "assistant\n"));
            case Qwen3Format qwen ->
                Optional.of(chatMl(
                        Optional.empty(), qwen.thinking() ? "assistant\n" : "assistant\n<think>\n\n</think>\n\n"));
            case Llama3Format llama ->
                Optional.of(bos(llama.bos(), serverWritesBos)
                        + "{{ range .Messages }}<|start_header_id|>{{ .Role }}<|end_header_id|>\n\n"
                        + "{{ .Content }}<|eot_id|>{{ end }}<|start_header_id|>assistant<|end_header_id|>\n\n");
            case MistralFormat mistral -> Optional.of(bos(mistral.bos(), serverWritesBos) + mistral(mistral.eos()));
            case GemmaFormat gemma -> Optional.of(bos(gemma.bos(), serverWritesBos) + gemma());
            case Phi3Format phi ->
                Optional.of("{{ range .Messages }}" + (phi.skipsEmptySystem() ? unlessEmptySystem() : "")
                        + "<|{{ .Role }}|>\n{{ .Content }}<|end|>\n" + (phi.skipsEmptySystem() ? "{{ end }}" : "")
                        + "{{ end }}<|assistant|>\n");
            case ZephyrFormat zephyr ->
                Optional.of("{{ range .Messages }}<|{{ .Role }}|>\n{{ .Content }}" + zephyr.eos()
                        + "\n{{ end }}<|assistant|>\n");
            case UnknownFormat _ -> Optional.empty();
        };
    }

    private static String bos(String token, boolean serverWritesBos) {
        return serverWritesBos ? "" : token;
    }

    private static String unlessEmptySystem() {
        return "{{ if or (ne .Role \"system\") .Content }}";
    }

    private static String chatMl(Optional<String> system, String opened) {
        String first = system.map(text -> "{{ if not (and .Messages (eq (index .Messages 0).Role \"system\")) }}"
                        + "<|im_start|>system\n" + text + "<|im_end|>\n{{ end }}")
                .orElse("");
        return first + "{{ range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>"
                + opened;
    }

    private static String mistral(String eos) {
        return "{{ range $i, $_ := .Messages }}{{ $last := eq (len (slice $.Messages $i)) 1 }}"
                + "{{ if eq .Role \"user\" }}[INST] {{ if and $last $.System }}{{ $.System }}\n\n{{ end }}"
                + "{{ .Content }}[/INST]{{ else if eq .Role \"assistant\" }} {{ .Content }}" + eos
                + "{{ end }}{{ end }}";
    }

    /** The system text goes into the user's first message, which is the second where there is one. */
    private static String gemma() {
        return """
                {{ range $i, $_ := .Messages }}{{ if eq .Role "user" }}<start_of_turn>user
                {{ if and $.System (le $i 1) }}{{ $.System }}

                {{ end }}{{ .Content }}<end_of_turn>
                {{ else if eq .Role "assistant" }}<start_of_turn>model
                {{ .Content }}<end_of_turn>
                {{ end }}{{ end }}<start_of_turn>model
                """;
    }
}
