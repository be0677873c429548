package io.althing.chaos.canary;

import java.util.ArrayList;
import java.util.List;

/**
 * Measured figures beside published ones.
 *
 * @param title
 *            what was simulated
 * @param figure
 *            what the figures are
 * @param columns
 *            names of the columns after the first
 * @param rows
 *            in the published order
 */
record Table(String title, String figure, List<String> columns, List<Row> rows) {

    /** A figure that was not measured, or not published. */
    static final double NONE = -1;

    Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * A line of the table.
     *
     * @param ours
     *            whether it is the engine's
     */
    record Row(String name, boolean ours, List<Cell> cells) {
        Row {
            cells = List.copyOf(cells);
        }
    }

    /** One figure; {@link Table#NONE} where there is none. */
    record Cell(double measured, double published) {
        boolean empty() {
            return measured == NONE && published == NONE;
        }
    }

    /** Builds a row: measured figures and published ones alternate, column by column. */
    static Row row(String name, boolean ours, double... figures) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < figures.length; i += 2) {
            cells.add(new Cell(figures[i], figures[i + 1]));
        }
        return new Row(name, ours, cells);
    }

    /** Pairs of figures in one column whose published values differ by more than the gap and whose measured ones do in the other way. */
    int outOfOrder(int column, double gap) {
        int wrong = 0;
        for (Row one : rows) {
            for (Row other : rows) {
                Cell a = one.cells().get(column);
                Cell b = other.cells().get(column);
                boolean both = a.measured() != NONE && a.published() != NONE && b.measured() != NONE
                        && b.published() != NONE;
                if (both && a.published() > b.published() + gap && a.measured() < b.measured()) {
                    wrong++;
                }
            }
        }
        return wrong;
    }
}
