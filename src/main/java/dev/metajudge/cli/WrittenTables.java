package dev.metajudge.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * A folder of a run's tables, a file each.
 *
 * @param rows how many each file has, by its name without ending
 */
record WrittenTables(Path folder, Map<String, Long> rows) {
    /** @param ending of the files' names, ".jsonl" */
    void tell(PrintWriter printer, String ending, boolean json) {
        if (json) {
            printer.println(Json.line(this));
            return;
        }
        var table = new Table("file", "rows");
        rows.forEach((name, count) -> table.row(name + ending, Numbers.count(count)));
        table.lines().forEach(printer::println);
        printer.println("All of it lies in " + folder);
    }
}
