package io.althing.chaos.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * What the benchmark measured, in three forms.
 *
 * @param bars
 *            figures beside what they are held to
 * @param baselines
 *            the usual rules on harmless canaries, by metric
 * @param path
 *            one canary's evidence, look by look
 */
record BenchReport(List<Bar> bars, List<Table> baselines, List<EvidencePath> path) {

    /** The usual rules on one metric. */
    record Table(String metric, List<Baselines.Row> rows) {}

    boolean allMet() {
        return bars.stream().allMatch(Bar::met);
    }

    String markdown() {
        StringBuilder text = new StringBuilder(
                "| Bar | Scenario | Measured | Required | Met |\n|---|---|---|---|---|\n");
        for (Bar bar : bars) {
            text.append(String.format(Locale.ROOT, "| %s | %s | %s | %s | %s |%n", bar.bar(), bar.scenario(),
                    Numbers.plain(bar.measured()), bar.bound(),
                    bar.met() ? "yes" : "**no**"));
        }
        for (Table table : baselines) {
            text.append(String.format(Locale.ROOT,
                    "%nHarmless canaries rolled back within 100 looks of 100 + 1,900 requests, %s:%n%n",
                    table.metric()));
            text.append("| Rule | Measured | Published |\n|---|---|---|\n");
            for (Baselines.Row row : table.rows()) {
                text.append(String.format(Locale.ROOT, "| %s | %s | %s |%n", row.rule(), Numbers.plain(row.measured()),
                        row.published() < 0 ? "–" : Numbers.plain(row.published())));
            }
        }
        return text.toString();
    }

    String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("allMet", allMet());
        root.set("bars", mapper.valueToTree(bars));
        root.set("baselines", mapper.valueToTree(baselines));
        try {
            return mapper.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the report cannot be written as JSON", e);
        }
    }

    /** A page by itself: no script, no network. */
    String html() {
        StringBuilder page = new StringBuilder(
                "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Canary engine benchmark</title>"
                        + "<style>body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}"
                        + "td,th{border-bottom:1px solid #ccc;padding:.2rem .6rem;text-align:left}.no{background:#fdd}svg{max-width:100%}</style><h1>Canary engine benchmark</h1>");
        page.append("<h2>Evidence of two canaries, look by look</h2>").append(EvidencePath.chart(path));
        for (Table table : baselines) {
            page.append("<h2>Harmless canaries rolled back: ").append(table.metric()).append("</h2>")
                    .append(bars(table));
        }
        page.append("<h2>Bars</h2><table><tr><th>Bar<th>Scenario<th>Measured<th>Required");
        for (Bar bar : bars) {
            page.append(String.format(Locale.ROOT, "<tr%s><td>%s<td>%s<td>%s<td>%s", bar.met() ? "" : " class=\"no\"",
                    bar.bar(), bar.scenario(),
                    Numbers.plain(bar.measured()), bar.bound()));
        }
        return page.append("</table></html>\n").toString();
    }

    private static String bars(Table table) {
        int height = 26 * table.rows().size();
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
                "<svg viewBox=\"0 0 900 %d\" role=\"img\" aria-label=\"share rolled back by rule\">", height));
        int y = 0;
        for (Baselines.Row row : table.rows()) {
            svg.append(String.format(Locale.ROOT, "<text x=\"0\" y=\"%d\" font-size=\"14\">%s</text>", y + 17,
                    row.rule()));
            svg.append(String.format(Locale.ROOT, "<rect x=\"300\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"%s\"/>",
                    y + 3, 500 * row.measured(),
                    row.rule().startsWith("bets") ? "#2a7" : "#c54"));
            svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" font-size=\"14\">%.3f</text>",
                    306 + 500 * row.measured(), y + 17, row.measured()));
            y += 26;
        }
        return svg.append("</svg>").toString();
    }
}
