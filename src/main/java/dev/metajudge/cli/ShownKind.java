package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import dev.metajudge.store.Browse;
import dev.metajudge.store.EvaluationItemRow;
import dev.metajudge.store.JudgmentRow;
import dev.metajudge.store.ModelRow;
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
    PAIR(PreferencePairRow.class),
    MODEL(ModelRow.class),
    ITEM(EvaluationItemRow.class);

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

    /** Ids of this kind, for "did you mean"; the first {@code limit} in their order. */
    List<String> ids(Browse rows, int limit) {
        return this == MODEL
                ? rows.models().stream().map(ModelRow::name).toList()
                : rows.ids(row, limit).toList();
    }

    /** The thing's lines; none when it is not there. */
    List<String> lines(Browse rows, String id) {
        var shown = new Shown(rows);
        return switch (this) {
            case MODEL -> new ShownEvaluation(rows).model(id);
            case ITEM -> new ShownEvaluation(rows).item(id);
            case PROMPT -> shown.prompt(id);
            case RESPONSE -> shown.response(id);
            case JUDGMENT -> shown.judgment(id);
            case VERDICT -> shown.verdict(id);
            case PAIR -> shown.pair(id);
        };
    }
}
