package dev.metajudge.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows whose cells are lists, as some published ratings have them: each place in the lists is an item. */
final class ListCells {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ListCells() {}

    /** The items of a row: itself, or one for each place if the first column's cell is a list. */
    static List<Row> items(Row row, List<String> columns) {
        var first = list(row, columns.getFirst());
        if (first.isEmpty()) {
            return List.of(row);
        }
        var lists = new ArrayList<JsonNode>();
        for (String column : columns) {
            var list = list(row, column);
            int size = list.map(JsonNode::size).orElse(1);
            if (list.isEmpty() || size != first.get().size()) {
                throw row.bad("\"%s\" has %d value%s, but \"%s\" has %d"
                        .formatted(
                                column,
                                size,
                                size == 1 ? "" : "s",
                                columns.getFirst(),
                                first.get().size()));
            }
            lists.add(list.get());
        }
        var items = new ArrayList<Row>();
        for (int place = 0; place < first.get().size(); place++) {
            var fields = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < columns.size(); i++) {
                fields.set(columns.get(i), lists.get(i).get(place));
            }
            items.add(new Row(row.file(), row.line(), fields));
        }
        return items;
    }

    private static Optional<JsonNode> list(Row row, String column) {
        JsonNode cell = row.get(column);
        if (cell.isArray()) {
            return Optional.of(cell);
        } else if (!cell.isTextual() || !cell.textValue().startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(cell.textValue())).filter(JsonNode::isArray);
        } catch (JsonProcessingException broken) {
            throw row.bad("\"" + column + "\" begins as a list but is none: "
                    + broken.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }
}
