package dev.metajudge.data;

import dev.metajudge.UserError;
import dev.metajudge.data.RatedQuery.ScoreSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads human ratings and scores, of one file or of several joined by id. */
public final class RatedReader {
    private static final String ID = "id";
    private static final String SCORER = "scorer";

    private final RatedQuery query;
    private final List<Rated> rated = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();
    private final @Nullable String[] said;

    private RatedReader(RatedQuery query) {
        this.query = query;
        this.said = new String[query.scorers().size()];
    }

    /**
     * One item as it was read.
     *
     * @param key its id; its place where there are none
     */
    record Rated(String key, String place, OptionalDouble human, RawScore[] scores, OptionalDouble length) {}

    /**
     * Reads all.
     *
     * @throws UserError naming file and line of what is wrong; also if no item has a rating and valid scores
     */
    public static RatedItems read(RatedQuery query) {
        return new RatedReader(query).read();
    }

    private RatedItems read() {
        RowFile.read(query.ratings(), this::rating);
        for (int scorer = 0; scorer < query.scorers().size(); scorer++) {
            if (query.scorers().get(scorer).file().isPresent()) {
                join(scorer);
            }
        }
        return new RatedJoin(query, rated, named()).items();
    }

    private void rating(Row row) {
        var own = query.scorers().stream()
                .filter(source -> source.file().isEmpty())
                .toList();
        var columns = new ArrayList<>(List.of(query.human()));
        own.forEach(source -> columns.addAll(source.columns()));
        query.length().ifPresent(columns::add);
        Optional<String> id = id(row);
        List<Row> items = ListCells.items(row, columns);
        for (int i = 0; i < items.size(); i++) {
            boolean alone = items.size() == 1;
            int number = i + 1;
            var place = row.place() + (alone ? "" : ", item " + number);
            var key = id.map(text -> alone ? text : text + "#" + number).orElse(place);
            rated.add(item(items.get(i), key, place, own.size()));
        }
    }

    private Rated item(Row row, String key, String place, int own) {
        var before = places.put(key, place);
        if (before != null) {
            throw row.bad("the id \"" + key + "\" was there before, at " + before
                    + "; name another column with --id, or --id - if none tells the rows apart");
        }
        var scores = new RawScore[query.scorers().size()];
        for (int i = 0; i < scores.length; i++) {
            ScoreSource source = query.scorers().get(i);
            boolean here = source.file().isEmpty();
            scores[i] = here ? RawScore.of(row, place, source, own == 1) : RawScore.NONE;
            if (here && own == 1) {
                hear(i, row);
            }
        }
        return new Rated(key, place, row.number(query.human()), scores, length(row));
    }

    private OptionalDouble length(Row row) {
        if (query.length().isEmpty()) {
            return OptionalDouble.empty();
        }
        var column = query.length().get();
        var value = row.get(column);
        boolean text = value.isTextual() && !value.textValue().strip().matches("\\d+(\\.\\d+)?");
        return text
                ? OptionalDouble.of(
                        value.textValue().codePointCount(0, value.textValue().length()))
                : row.number(column);
    }

    /** The row's id, where its column is asked for or there. */
    private Optional<String> id(Row row) {
        var column = query.id().orElse(ID);
        if (column.equals(RatedQuery.NO_ID) && !query.joins()) {
            return Optional.empty();
        }
        boolean needed = query.joins() || query.id().isPresent();
        return needed || row.find(column).isPresent() ? Optional.of(row.text(column)) : Optional.empty();
    }

    private void join(int scorer) {
        ScoreSource source = query.scorers().get(scorer);
        var column = query.id().orElse(ID);
        var scores = new HashMap<String, RawScore>();
        RowFile.read(source.file().orElseThrow(), row -> {
            var id = row.text(column);
            var before = scores.put(id, RawScore.of(row, row.place(), source, true));
            if (before != null) {
                throw row.bad("the id \"" + id + "\" was there before, at " + before.place());
            }
            hear(scorer, row);
        });
        if (rated.stream().noneMatch(item -> scores.containsKey(item.key()))) {
            throw UserError.input("no \"" + column + "\" of " + source.file().get() + " is one of " + query.ratings()
                    + "; name the column that tells the items apart with --id");
        }
        for (Rated item : rated) {
            item.scores()[scorer] = scores.getOrDefault(item.key(), RawScore.NONE);
        }
    }

    /** Takes note of who says to have scored the row: one and the same in every row. */
    private void hear(int scorer, Row row) {
        row.find(SCORER).filter(node -> node.isTextual()).ifPresent(node -> {
            if (said[scorer] != null && !said[scorer].equals(node.textValue())) {
                throw row.bad("the scorer is \"" + node.textValue() + "\", but it was \"" + said[scorer]
                        + "\" before; one file holds one scorer's scores");
            }
            said[scorer] = node.textValue();
        });
    }

    /** A scorer's name, and what its lines call it. */
    record Name(String name, Optional<String> said) {}

    private List<Name> named() {
        var names = new ArrayList<Name>();
        for (int i = 0; i < said.length; i++) {
            ScoreSource source = query.scorers().get(i);
            var heard = Optional.ofNullable(said[i]);
            var name = source.name().or(() -> heard).orElse(source.columns().getFirst());
            if (names.stream().anyMatch(other -> other.name().equals(name))) {
                throw UserError.input("two scorers are called \"" + name + "\"; name them: --scores-file NAME=FILE");
            }
            names.add(new Name(name, heard));
        }
        return names;
    }
}
