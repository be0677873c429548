package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.client.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Recorded traffic: CSV with the columns {@code look,unit,arm,metric,value}, in the order of looks. */
final class Recording {

    static final String HEADER = "look,unit,arm,metric,value";

    private Recording() {}

    /**
     * One observation.
     *
     * @param unit
     *            who was served; empty if each row is its own unit
     */
    record Row(int line, long look, String unit, Arm arm, String metric, double value) {}

    /**
     * Reads a whole recording.
     *
     * @throws UserError
     *             if it cannot be read, or a line is not as described; the message names file, line and field
     */
    static List<Row> read(Path file) {
        List<String> lines = NamedFile.lines(file);
        if (!lines.getFirst().strip().equals(HEADER)) {
            throw UserError.usage(file + ":1: the first line must be " + HEADER);
        }
        List<Row> rows = new ArrayList<>();
        for (int line = 2; line <= lines.size(); line++) {
            String text = lines.get(line - 1);
            if (!text.isBlank()) {
                rows.add(row(file, line, text.split(",", -1)));
            }
        }
        if (rows.isEmpty()) {
            throw UserError.usage(file + " holds no observations, only the first line; add a line for each, such as "
                    + "1,ann,canary,error_rate,0");
        }
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).look() < rows.get(i - 1).look()) {
                throw UserError.usage(file + ":" + rows.get(i).line() + ": look goes back from "
                        + rows.get(i - 1).look() + "; sort the file by look");
            }
        }
        return rows;
    }

    private static Row row(Path file, int line, String[] fields) {
        String where = file + ":" + line + ": ";
        if (fields.length != 5) {
            throw UserError.usage(where + "five fields are needed, found " + fields.length);
        }
        Arm arm = switch (fields[2].strip()) {
            case "canary" -> Arm.CANARY;
            case "stable" -> Arm.STABLE;
            default ->
                throw UserError.usage(where + "arm must be canary or stable, was '" + fields[2] + "'");
        };
        try {
            double value = Double.parseDouble(fields[4].strip());
            if (!Double.isFinite(value)) {
                throw UserError.usage(where + "value must be finite, was " + fields[4]);
            }
            return new Row(line, Long.parseLong(fields[0].strip()), fields[1].strip(), arm, fields[3].strip(), value);
        } catch (NumberFormatException e) {
            throw UserError.usage(where + "look must be a whole number and value a number, were '"
                    + fields[0] + "' and '" + fields[4] + "'");
        }
    }
}
