package dev.metajudge.data;

import dev.metajudge.UserError;
import dev.metajudge.measure.agreement.PairwiseAgreement.Pairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what people and judges chose of pairs: 1, a, A or first is the pair's first item; 2, b, B or second its second;
 * 0, tie or an empty cell is neither.
 */
public final class ChoiceReader {
    private final ChoiceQuery query;
    private final List<Integer> human = new ArrayList<>();
    private final List<List<Integer>> choices = new ArrayList<>();
    private final List<List<Integer>> swapped = new ArrayList<>();

    private ChoiceReader(ChoiceQuery query) {
        this.query = query;
        query.choices().forEach(column -> choices.add(new ArrayList<>()));
        query.swapped().forEach(column -> swapped.add(new ArrayList<>()));
    }

    /**
     * Which columns to read.
     *
     * @param human what people chose
     * @param choices a column a judge: what it chose with the pair in its own order
     * @param swapped a column a judge, or none: what it chose with the pair the other way round
     * @param byPlace whether the swapped columns name the place shown, so that A is the pair's second item
     */
    public record ChoiceQuery(Path file, String human, List<String> choices, List<String> swapped, boolean byPlace) {
        public ChoiceQuery {
            choices = List.copyOf(choices);
            swapped = List.copyOf(swapped);
            if (choices.isEmpty() || (!swapped.isEmpty() && swapped.size() != choices.size())) {
                throw new IllegalArgumentException("a column a judge, and as many swapped ones or none");
            }
        }
    }

    /**
     * The pairs of each judge, in the columns' order.
     *
     * @throws UserError naming file and line
     */
    public static List<Pairs> read(ChoiceQuery query) {
        return new ChoiceReader(query).read();
    }

    private List<Pairs> read() {
        RowFile.read(query.file(), this::add);
        if (human.stream().allMatch(choice -> choice == 0)) {
            throw UserError.input(query.file() + ": \"" + query.human() + "\" decides no pair");
        }
        var pairs = new ArrayList<Pairs>();
        for (int i = 0; i < choices.size(); i++) {
            pairs.add(new Pairs(
                    ints(human),
                    ints(choices.get(i)),
                    swapped.isEmpty() ? Optional.empty() : Optional.of(ints(swapped.get(i)))));
        }
        return pairs;
    }

    private void add(Row row) {
        human.add(choice(row, query.human()));
        for (int i = 0; i < choices.size(); i++) {
            choices.get(i).add(choice(row, query.choices().get(i)));
        }
        for (int i = 0; i < swapped.size(); i++) {
            int chosen = choice(row, query.swapped().get(i));
            swapped.get(i).add(query.byPlace() ? -chosen : chosen);
        }
    }

    private static int choice(Row row, String column) {
        var cell = row.get(column);
        return switch (cell.isNull() ? "" : cell.asText().strip().toLowerCase(Locale.ROOT)) {
            case "1", "a", "first" -> 1;
            case "2", "b", "second" -> -1;
            case "0", "tie", "" -> 0;
            default ->
                throw row.bad("\"" + column + "\" holds " + Row.shown(cell)
                        + ", which is none of 1, a, first; 2, b, second; 0, tie, or empty");
        };
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
