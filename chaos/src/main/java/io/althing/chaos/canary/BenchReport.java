package io.althing.chaos.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * What the benchmark measured, as Markdown and as JSON.
 *
 * @param bars
 *            figures beside what they are held to
 * @param tables
 *            measured figures beside published ones
 * @param path
 *            two canaries' evidence, look by look
 */
record BenchReport(List<Bar> bars, List<Table> tables, List<EvidencePath> path) {

    BenchReport {
        bars = List.copyOf(bars);
        tables = List.copyOf(tables);
        path = List.copyOf(path);
    }

    boolean allMet() {
        return bars.stream().allMatch(Bar::met);
    }

    String markdown() {
        StringBuilder text = new StringBuilder(
                "| Bar | Scenario | Measured | Required | Met |\n|---|---|---|---|---|\n");
        for (Bar bar : bars) {
            text.append(String.format(Locale.ROOT, "| %s | %s | %s | %s | %s |%n", bar.bar(), bar.scenario(),
                    Numbers.plain(bar.measured()), bar.bound(), bar.met() ? "yes" : "**no**"));
        }
        tables.forEach(table -> markdown(table, text));
        return text.toString();
    }

    private static void markdown(Table table, StringBuilder text) {
        text.append("\n### ").append(table.title()).append("\n\n").append(table.figure())
                .append("; measured here, published in brackets.\n\n|  |");
        table.columns().forEach(column -> text.append(' ').append(column).append(" |"));
        text.append("\n|---|").append("---|".repeat(table.columns().size())).append('\n');
        for (Table.Row row : table.rows()) {
            text.append("| ").append(row.ours() ? "**" + row.name() + "**" : row.name()).append(" |");
            row.cells().forEach(cell -> text.append(' ').append(words(cell)).append(" |"));
            text.append('\n');
        }
    }

    /** A cell in words: {@code 0.021 (0.022)}. */
    static String words(Table.Cell cell) {
        String measured = cell.measured() == Table.NONE ? "–" : Numbers.plain(cell.measured());
        return cell.published() == Table.NONE ? measured : measured + " (" + Numbers.plain(cell.published()) + ")";
    }

    String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("allMet", allMet());
        root.set("bars", mapper.valueToTree(bars));
        ArrayNode all = root.putArray("tables");
        for (Table table : tables) {
            ObjectNode node = all.addObject().put("title", table.title()).put("figure", table.figure());
            table.columns().forEach(node.putArray("columns")::add);
            ArrayNode rows = node.putArray("rows");
            for (Table.Row row : table.rows()) {
                ObjectNode line = rows.addObject().put("name", row.name()).put("ours", row.ours());
                ArrayNode cells = line.putArray("cells");
                row.cells().forEach(cell -> json(cells.addObject(), cell));
            }
        }
        try {
            return mapper.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the report cannot be written as JSON", e);
        }
    }

    private static void json(ObjectNode node, Table.Cell cell) {
        if (cell.measured() != Table.NONE) {
            node.put("measured", cell.measured());
        }
        if (cell.published() != Table.NONE) {
            node.put("published", cell.published());
        }
    }
}
