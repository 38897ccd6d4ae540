package dev.metajudge.loop;

import dev.metajudge.preference.PairOutcome;
import dev.metajudge.store.PairOutcomeRow;
import dev.metajudge.store.PreferencePairRow;
import dev.metajudge.store.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The rows that say what came of pairing a prompt. */
final class Paired {
    private static final String PAIR = "pair";

    private Paired() {}

    /** What a pair's row says of each of the two. */
    record Item(String id, double value, int characters) {}

    static <T> List<Row> rows(
            int round, String prompt, String kind, PairOutcome<T> outcome, Function<T, Item> described) {
        return switch (outcome) {
            case PairOutcome.NoPair<T>(PairOutcome.Reason reason) ->
                List.of(new PairOutcomeRow(round, prompt, kind, reason.label(), Optional.empty()));
            case PairOutcome.Pair<T>(T better, T worse) -> {
                var id = Ids.pair(round, prompt, kind);
                var chosen = described.apply(better);
                var rejected = described.apply(worse);
                yield List.of(
                        new PreferencePairRow(
                                id,
                                round,
                                prompt,
                                kind,
                                chosen.id(),
                                rejected.id(),
                                chosen.value(),
                                rejected.value(),
                                chosen.characters(),
                                rejected.characters()),
                        new PairOutcomeRow(round, prompt, kind, PAIR, Optional.of(id)));
            }
        };
    }
}
