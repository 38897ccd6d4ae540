package dev.metajudge.export;

import dev.metajudge.UserError;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.Template;
import dev.metajudge.store.Browse;
import dev.metajudge.store.JudgmentRow;
import dev.metajudge.store.PreferencePairRow;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.ResponseRow;
import dev.metajudge.store.TemplateRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The preference pairs of a run as the run trained on them: two responses to a prompt, or two judgments of a response
 * under the judge's template. The database keeps a template's hash and name, not its text; the text is the library's,
 * and must still be that of the hash.
 */
public final class RunPairs {
    private final Browse run;
    private final PromptLibrary library;
    private final Map<String, Template> templates = new HashMap<>();

    /** @param library where the run's templates are */
    public RunPairs(Browse run, PromptLibrary library) {
        this.run = run;
        this.library = library;
    }

    /**
     * Gives the pairs, by round, then in the order of the pool.
     *
     * @param round only those of this round
     * @param kind only "actor" or only "judge"
     * @return how many there were
     * @throws UserError if a judge's template is no longer what it was
     */
    public int each(OptionalInt round, Optional<String> kind, Consumer<ExportedPair> pair) {
        List<PreferencePairRow> rows = run.pairs().stream()
                .filter(row -> round.isEmpty() || row.round() == round.getAsInt())
                .filter(row -> kind.isEmpty() || row.kind().equals(kind.get()))
                .toList();
        rows.forEach(row -> pair.accept(pair(row)));
        return rows.size();
    }

    private ExportedPair pair(PreferencePairRow row) {
        String prompt =
                found(run.prompt(row.prompt()), row).map(PromptRow::text).orElseThrow();
        if (row.kind().equals("actor")) {
            return new ExportedPair(
                    row.id(),
                    row.kind(),
                    List.of(Message.user(prompt)),
                    response(row.chosen(), row),
                    response(row.rejected(), row));
        }
        JudgmentRow chosen = found(run.judgment(row.chosen()), row).orElseThrow();
        JudgmentRow rejected = found(run.judgment(row.rejected()), row).orElseThrow();
        List<Message> asked = template(chosen.template())
                .render(Map.of("instruction", prompt, "response", response(chosen.response(), row)));
        return new ExportedPair(row.id(), row.kind(), asked, chosen.text(), rejected.text());
    }

    private String response(String id, PreferencePairRow row) {
        return found(run.response(id), row).map(ResponseRow::text).orElseThrow();
    }

    private static <T> Optional<T> found(Optional<T> read, PreferencePairRow row) {
        if (read.isEmpty()) {
            throw new IllegalStateException("a row that the pair " + row.id() + " is made of is not there");
        }
        return read;
    }

    private Template template(String hash) {
        return templates.computeIfAbsent(hash, asked -> {
            TemplateRow row = run.templates().stream()
                    .filter(known -> known.hash().equals(asked))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no template has the hash " + asked));
            Template template = library.template(row.role(), row.name());
            if (!template.hash().equals(asked)) {
                throw UserError.input(
                        "%s: it is not what the run's judgments were made with; put it back as it was, or leave judge"
                                        .formatted(template.file())
                                + " pairs out with --kind actor");
            }
            return template;
        });
    }
}
