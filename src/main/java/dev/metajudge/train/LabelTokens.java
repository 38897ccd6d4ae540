package dev.metajudge.train;

import dev.metajudge.UserError;
import dev.metajudge.model.load.LoadedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A question in tokens, up to the place where its labels differ. A label is told from the others by its token there:
 * the probability of that token stands for the label's.
 *
 * @param id the example's id
 * @param prompt the conversation with the assistant's turn opened, and what all labels begin with
 * @param labels each label's token
 * @param shares the humans' shares of the labels
 */
record LabelTokens(String id, int[] prompt, int[] labels, double[] shares) implements Lesson {
    /** @throws UserError if two labels have the same token where they first differ from others */
    static LabelTokens of(LabelExample example, LoadedModel model) {
        int[] prompt = model.files().chat().encode(example.prompt(), true, model.tokenizer());
        List<int[]> labels = example.labels().stream()
                .map(label -> model.tokenizer().encode(label, false))
                .toList();
        int shortest = labels.stream().mapToInt(label -> label.length).min().orElseThrow();
        int common = (int) IntStream.range(0, shortest)
                .takeWhile(i -> labels.stream().allMatch(label -> label[i] == labels.getFirst()[i]))
                .count();
        int[] ids = labels.stream()
                .mapToInt(label -> common < label.length ? label[common] : -1)
                .toArray();
        if (Arrays.stream(ids).anyMatch(id -> id < 0)
                || Arrays.stream(ids).distinct().count() < ids.length) {
            throw UserError.input(
                    "%s: this model's tokenizer does not tell the labels %s apart by one token; use others, such as A, B, C"
                            .formatted(example.id(), example.labels()));
        }
        int[] all = Arrays.copyOf(prompt, prompt.length + common);
        System.arraycopy(labels.getFirst(), 0, all, prompt.length, common);
        return new LabelTokens(example.id(), all, ids, example.shares());
    }

    @Override
    public int size() {
        return prompt.length;
    }

    @Override
    public int longest() {
        return prompt.length;
    }

    @Override
    public int learned() {
        return 1;
    }

    @Override
    public int tokens() {
        return prompt.length;
    }

    @Override
    public String group() {
        return Arrays.toString(prompt);
    }

    /** The question within a limit, by a rule; it has no completion to cut. */
    Optional<LabelTokens> within(int most, TooLong rule) {
        return switch (rule) {
            case DROP, TRUNCATE_COMPLETION -> Optional.empty();
            case TRUNCATE_PROMPT ->
                Optional.of(new LabelTokens(
                        id, Arrays.copyOfRange(prompt, prompt.length - most, prompt.length), labels, shares));
        };
    }

    @Override
    public String content() {
        return Arrays.toString(prompt) + "\n" + Arrays.toString(labels) + "\n" + Arrays.toString(shares);
    }
}
