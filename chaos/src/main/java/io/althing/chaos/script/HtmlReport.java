package io.althing.chaos.script;

import io.althing.chaos.check.Verdict;
import io.althing.chaos.history.History;
import java.util.Locale;

/** A run as one page without scripts or anything from elsewhere. */
final class HtmlReport {
    private static final String STYLE = """
            body{font:15px/1.45 system-ui,sans-serif;color:#1c2733;max-width:1040px;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.5rem;margin:0 0 .2rem}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}p{margin:.3rem 0}
            table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #dde3ea}
            .HELD{color:#17703a}.BROKEN{color:#b3261e;font-weight:600}.UNKNOWN{color:#9a5b00}.SKIPPED{color:#6b7785}
            .number{text-align:right;font-variant-numeric:tabular-nums}svg{width:100%;height:auto}small{color:#56616e}
            """;

    private HtmlReport() {}

    static String of(DrillReport report, History history) {
        DrillFigures f = report.figures();
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
                .append(text(report.drill())).append("</title><style>").append(STYLE).append("</style><body><h1>")
                .append(text(report.question())).append("</h1><p><b class=\"")
                .append(report.passed()
                        ? "HELD\">Every promise was kept."
                        : "BROKEN\">A promise was broken or undecided.")
                .append("</b> ").append(text(report.drill())).append(", ").append(history.header().nodes().size())
                .append(" nodes on ").append(text(history.header().network())).append(", seed ")
                .append(history.header().seed()).append("</p><h2>Timeline</h2>").append(TimelineChart.of(history))
                .append("<h2>Figures</h2><table>");
        row(page, "operations", (double) f.operations(), "");
        row(page, "sent", f.offered(), "/s");
        row(page, "writes acknowledged", (double) f.acknowledged(), "");
        row(page, "outcomes unknown", (double) f.unknown(), "");
        row(page, "write latency, median", f.p50Millis(), " ms");
        row(page, "write latency, 99th percentile", f.p99Millis(), " ms");
        row(page, "longest time without an acknowledged write", f.longestGapMillis(), " ms");
        row(page, "longest recovery after a healing", f.recoveryMillis(), " ms");
        row(page, "terms", (double) f.terms(), "");
        page.append("</table><h2>Promises</h2><table><tr><th>promise<th>stands<th>because");
        for (Verdict verdict : report.verdicts()) {
            page.append("<tr><td>").append(text(verdict.check())).append("<td class=\"").append(verdict.standing())
                    .append("\">").append(verdict.standing().name().toLowerCase(Locale.ROOT)).append("<td>");
            verdict.findings().forEach(finding -> page.append(text(finding)).append("<br>"));
        }
        return page.append("</table></body></html>\n").toString();
    }

    private static void row(StringBuilder page, String what, double number, String unit) {
        page.append("<tr><td>").append(what).append("<td class=\"number\">")
                .append(String.format(Locale.ROOT, number == Math.rint(number) ? "%.0f" : "%.1f", number)).append(unit);
    }

    static String text(String raw) {
        return raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
