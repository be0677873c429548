package io.althing.chaos.canary;

import java.util.Locale;

/** The benchmark's report as a page by itself: no script, no network. */
final class BenchPage {
    private static final int NAMES = 410;
    private static final int WIDTH = 430;
    private static final int LINE = 24;

    private final BenchReport report;

    BenchPage(BenchReport report) {
        this.report = report;
    }

    String html() {
        long met = report.bars().stream().filter(Bar::met).count();
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<title>Canary engine benchmark</title><style>").append(STYLE)
                .append("</style></head><body><main><h1>Canary engine benchmark</h1><p>").append(met).append(" of ")
                .append(report.bars().size()).append(" bars are met.</p>");
        page.append("<section><h2>Evidence of two canaries, look by look</h2>")
                .append(EvidencePath.chart(report.path()))
                .append("</section>");
        for (Table table : report.tables()) {
            page.append("<section><h2>").append(escape(table.title())).append("</h2><p>")
                    .append(escape(table.figure())).append("; measured here, published in brackets.</p>");
            if (table.figure().startsWith("share rolled back")) {
                page.append(KEY);
            }
            for (int c = 0; table.figure().startsWith("share rolled back") && c < table.columns().size(); c++) {
                page.append(chart(table, c));
            }
            table(table, page);
            page.append("</section>");
        }
        return bars(page).append("</main></body></html>\n").toString();
    }

    private StringBuilder bars(StringBuilder page) {
        page.append("<section><h2>Bars</h2><div class=\"wide\"><table><tr><th>Bar</th><th>Scenario</th>"
                + "<th class=\"n\">Measured</th><th>Required</th><th>Met</th></tr>");
        for (Bar bar : report.bars()) {
            page.append(String.format(Locale.ROOT,
                    "<tr%s><td>%s</td><td>%s</td><td class=\"n\">%s</td><td>%s</td><td>%s</td></tr>",
                    bar.met() ? "" : " class=\"no\"", bar.bar(), escape(bar.scenario()), Numbers.plain(bar.measured()),
                    escape(bar.bound()), bar.met() ? "yes" : "no"));
        }
        return page.append("</table></div></section>");
    }

    private static void table(Table table, StringBuilder page) {
        page.append("<div class=\"wide\"><table><tr><th></th>");
        table.columns().forEach(column -> page.append("<th class=\"n\">").append(escape(column)).append("</th>"));
        page.append("</tr>");
        for (Table.Row row : table.rows()) {
            page.append(row.ours() ? "<tr class=\"ours\"><td>" : "<tr><td>").append(escape(row.name())).append("</td>");
            row.cells().forEach(cell -> page.append("<td class=\"n\">")
                    .append(cell.empty() ? "" : escape(BenchReport.words(cell))).append("</td>"));
            page.append("</tr>");
        }
        page.append("</table></div>");
    }

    /** Bars of the measured shares of one column; a mark where the published one lies. */
    private static String chart(Table table, int column) {
        StringBuilder lines = new StringBuilder();
        int y = 26;
        for (Table.Row row : table.rows()) {
            Table.Cell cell = row.cells().get(column);
            if (cell.measured() == Table.NONE) {
                continue;
            }
            double to = NAMES + WIDTH * cell.measured();
            double free = cell.published() == Table.NONE ? to : Math.max(to, NAMES + WIDTH * cell.published());
            lines.append(String.format(Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" class=\"end\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" "
                            + "class=\"%s\"/><text x=\"%.1f\" y=\"%d\">%.3f</text>",
                    NAMES - 8, y + 13, escape(row.name()), NAMES, y, Math.max(1, to - NAMES),
                    row.ours() ? "us" : "them", free + 8, y + 13, cell.measured()));
            if (cell.published() != Table.NONE) {
                double at = NAMES + WIDTH * cell.published();
                lines.append(String.format(Locale.ROOT,
                        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" class=\"then\"/>", at, at, y - 2, y + 18));
            }
            y += LINE;
        }
        return String.format(Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"><text x=\"0\" y=\"14\" class=\"title\">%s</text>%s</svg>",
                NAMES + WIDTH + 60, y + 4, escape(table.title() + ", " + table.columns().get(column)),
                escape(table.columns().get(column)),
                lines);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static final String KEY = "<p><span class=\"key us\"></span>this engine<span class=\"key them\"></span>other rules"
            + "<span class=\"key then\"></span>published</p>";

    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;color:#1d2733;background:#f5f6f8;margin:0}
            main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 4rem}
            section{background:#fff;border:1px solid #e1e5ea;border-radius:8px;padding:1rem 1.2rem;margin:0 0 1.2rem}
            h1{font-size:1.8rem;margin:0}h2{font-size:1.15rem;margin:0 0 .3rem}p{color:#4a5764;margin:.2rem 0 .8rem}
            .wide{overflow-x:auto}table{border-collapse:collapse;font-size:.86rem;width:100%}
            td,th{border-bottom:1px solid #e8ebee;padding:.25rem .6rem;text-align:left;vertical-align:bottom}
            .n{text-align:right;font-variant-numeric:tabular-nums}tr.ours td:first-child{font-weight:600}.no{background:#fdd}
            svg{max-width:100%;height:auto;display:block;margin:0 0 .6rem}svg text{font:12px system-ui,sans-serif;fill:#1d2733}
            svg .end{text-anchor:end}svg .title{font-weight:600;font-size:13px}svg .us{fill:#009e73}svg .them{fill:#d55e00}
            svg .mid{text-anchor:middle}svg .label{text-anchor:end;font-weight:600;fill:#b03a2e;paint-order:stroke;stroke:#fff;stroke-width:5px}
            svg .then{stroke:#1d2733;stroke-width:2}
            svg .path{fill:none;stroke-width:2}svg .p0{stroke:#009e73}svg .p1{stroke:#d55e00}svg .k0{fill:#009e73}svg .k1{fill:#d55e00}
            svg .level{stroke:#e1e5ea}svg .bound{stroke:#b03a2e;stroke-width:1.5;stroke-dasharray:6 4}
            .key{display:inline-block;width:.8rem;height:.8rem;vertical-align:-.05rem;margin:0 .3rem 0 .9rem}
            .key.us{background:#009e73;margin-left:0}.key.them{background:#d55e00}.key.then{background:#1d2733;width:.15rem}
            """;
}
