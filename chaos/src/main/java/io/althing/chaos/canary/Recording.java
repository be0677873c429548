package io.althing.chaos.canary;

import io.althing.canary.Arm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
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
     * @throws IllegalArgumentException
     *             if a line is not as described; the message names file, line and field
     */
    static List<Row> read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String header = in.readLine();
            if (header == null || !header.strip().equals(HEADER)) {
                throw new IllegalArgumentException(file + ":1: the first line must be " + HEADER);
            }
            int line = 1;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                if (!text.isBlank()) {
                    rows.add(row(file, line, text.split(",", -1)));
                }
            }
        }
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).look() < rows.get(i - 1).look()) {
                throw new IllegalArgumentException(file + ":" + rows.get(i).line() + ": look goes back from "
                        + rows.get(i - 1).look() + "; sort the file by look");
            }
        }
        return rows;
    }

    private static Row row(Path file, int line, String[] fields) {
        String where = file + ":" + line + ": ";
        if (fields.length != 5) {
            throw new IllegalArgumentException(where + "five fields are needed, found " + fields.length);
        }
        Arm arm = switch (fields[2].strip()) {
            case "canary" -> Arm.CANARY;
            case "stable" -> Arm.STABLE;
            default ->
                throw new IllegalArgumentException(where + "arm must be canary or stable, was '" + fields[2] + "'");
        };
        try {
            double value = Double.parseDouble(fields[4].strip());
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(where + "value must be finite, was " + fields[4]);
            }
            return new Row(line, Long.parseLong(fields[0].strip()), fields[1].strip(), arm, fields[3].strip(), value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + "look must be a whole number and value a number, were '"
                    + fields[0] + "' and '" + fields[4] + "'", e);
        }
    }
}
