package dev.metajudge.model.chat;

import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * Every chat format by name. Each is checked on twenty conversations against its published template as Jinja renders
 * it, character for character or error for error; what differs is how sure it is that the template is the published
 * one. Tools, images and documents are in none of them.
 */
enum KnownFormat {
    /** ChatML with nothing added. Certain: several published templates render the same. */
    CHATML("chatml", "", "<|im_end|>", (bos, eos) -> ChatMlFormat.plain("chatml")),
    /** Certain: the template inside the published GGUF. */
    SMOLLM2(
            "smollm2",
            "",
            "<|im_end|>",
            (bos, eos) -> ChatMlFormat.withSystem(
                    "smollm2", "You are a helpful AI assistant named SmolLM, trained by Hugging Face")),
    /** Qwen 1.5's first form. High: one collection of published templates. */
    QWEN15(
            "qwen1.5",
            "",
            "<|im_end|>",
            (bos, eos) -> ChatMlFormat.withSystem("qwen1.5", "You are a helpful assistant")),
    /** Qwen 2, and Qwen 1.5's later form. High: one collection of published templates. */
    QWEN2("qwen2", "", "<|im_end|>", (bos, eos) -> ChatMlFormat.withSystem("qwen2", "You are a helpful assistant.")),
    /** Certain: two collections of published templates agree. */
    QWEN25(
            "qwen2.5",
            "",
            "<|im_end|>",
            (bos, eos) -> ChatMlFormat.withSystem(
                    "qwen2.5", "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.")),
    /** Qwen 3 with thinking off, its answers beginning after an empty thought. Certain: two collections agree. */
    QWEN3("qwen3", "", "<|im_end|>", (bos, eos) -> new Qwen3Format(false)),
    /** The same template with thinking on; only by name, since the template is one. Certain. */
    QWEN3_THINKING("qwen3-thinking", "", "<|im_end|>", (bos, eos) -> new Qwen3Format(true)),
    /** Llama 3.0, not 3.1 or later. Certain: several collections agree. */
    LLAMA3("llama-3", "<|begin_of_text|>", "<|eot_id|>", (bos, eos) -> new Llama3Format(bos)),
    /**
     * Mistral 7B v0.3 as published since autumn 2024. High: three copies agree; the first revision, of May 2024, had no
     * system text and is not this.
     */
    MISTRAL("mistral-v0.3", "<s>", "</s>", MistralFormat::new),
    /** Gemma 1 and 2, which have no system text. Certain: two collections agree. */
    GEMMA("gemma", "<bos>", "<eos>", (bos, eos) -> new GemmaFormat(bos, false)),
    /** Gemma 3: the system text goes into the first message. Certain: two collections agree. */
    GEMMA3("gemma-3", "<bos>", "<eos>", (bos, eos) -> new GemmaFormat(bos, true)),
    /** Phi-3-mini since July 2024. Certain: two collections agree. Phi-3-small and -medium have other templates. */
    PHI3("phi-3", "", "<|endoftext|>", (bos, eos) -> new Phi3Format(eos, false)),
    /** Phi-3.5-mini: leaves out an empty system text. Certain: two collections agree. */
    PHI35("phi-3.5", "", "<|endoftext|>", (bos, eos) -> new Phi3Format(eos, true)),
    /** Zephyr, TinyLlama-Chat, StableLM-Zephyr. High: many public copies agree. */
    ZEPHYR("zephyr", "", "</s>", (bos, eos) -> new ZephyrFormat(eos));

    private final String label;
    private final String bos;
    private final String eos;

    @SuppressWarnings("ImmutableEnumChecker") // constructors
    private final BiFunction<String, String, ChatFormat> make;

    KnownFormat(String label, String bos, String eos, BiFunction<String, String, ChatFormat> make) {
        this.label = label;
        this.bos = bos;
        this.eos = eos;
        this.make = make;
    }

    static Optional<KnownFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(name))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(format -> format.label).toList();
    }

    /** With the special tokens of the models that it was published for. */
    ChatFormat published() {
        return make.apply(bos, eos);
    }

    /** With the special tokens of a model, as its template takes them from the tokenizer. */
    ChatFormat with(Tokenizer tokenizer) {
        return make.apply(edge(tokenizer, tokenizer.bos(), bos), edge(tokenizer, tokenizer.eos(), eos));
    }

    /** The tokenizer's own token, else the published one if the tokenizer has it, else nothing. */
    private static String edge(Tokenizer tokenizer, OptionalInt own, String published) {
        if (own.isPresent()) {
            return tokenizer.text(own.getAsInt());
        }
        return tokenizer.id(published).isPresent() ? published : "";
    }
}
