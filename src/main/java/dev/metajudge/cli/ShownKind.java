package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import dev.metajudge.store.JudgmentRow;
import dev.metajudge.store.PreferencePairRow;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.ResponseRow;
import dev.metajudge.store.Row;
import dev.metajudge.store.VerdictRow;
import java.util.Arrays;
import java.util.List;

/** What can be shown of a run. */
enum ShownKind {
    PROMPT(PromptRow.class),
    RESPONSE(ResponseRow.class),
    JUDGMENT(JudgmentRow.class),
    VERDICT(VerdictRow.class),
    PAIR(PreferencePairRow.class);

    private final Class<? extends Row> row;

    ShownKind(Class<? extends Row> row) {
        this.row = row;
    }

    static ShownKind named(String name) {
        var names = Arrays.stream(values()).map(ShownKind::label).toList();
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    var hint = Spelling.hint(name, names);
                    return new UserError(
                            Exit.USAGE,
                            "cannot show a \"" + name + "\""
                                    + (hint.isEmpty() ? "; kinds are " + String.join(", ", names) : hint));
                });
    }

    private String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    Class<? extends Row> row() {
        return row;
    }

    /** The thing's lines; none when it is not there. */
    List<String> lines(Shown shown, String id) {
        return switch (this) {
            case PROMPT -> shown.prompt(id);
            case RESPONSE -> shown.response(id);
            case JUDGMENT -> shown.judgment(id);
            case VERDICT -> shown.verdict(id);
            case PAIR -> shown.pair(id);
        };
    }
}
