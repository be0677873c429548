package io.althing.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A report for people who audit: what was verified and who vouches for it, a statement of completeness, and the entries of a period, model
 * or region. Well-formed XHTML with its style inside, made for screen, print and conversion to PDF. Make it only of a log that
 * {@link AuditVerifier} found whole.
 *
 * @param trust
 *            the checkpoint and who cosigned it
 * @param policy
 *            under which it is believed
 * @param filter
 *            which entries are shown
 * @param made
 *            when the report was made
 */
public record AuditReport(Trust.Trusted trust, TrustPolicy policy, EntryFilter filter, Instant made) {
    /** How many entries a report shows; further ones are counted and left to the exports. */
    public static final int MAX_ROWS = 2000;

    /** The report over a log's entries, read twice. */
    public String html(EntryReader entries) throws IOException {
        AuditExport wanted = new AuditExport(entries, trust.checkpoint().head().size(), filter.alongTheLog());
        Map<String, Long> actions = new TreeMap<>();
        long shown = wanted.each(entry -> actions.merge(entry.text("action").orElse("(none)"), 1L, Long::sum));
        StringBuilder out = new StringBuilder();
        head(out);
        facts(out);
        completeness(out, shown);
        actions(out, actions);
        rows(out, wanted, shown);
        return out.append("</body></html>\n").toString();
    }

    private void head(StringBuilder out) throws IOException {
        out.append(
                "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><meta charset=\"utf-8\" />")
                .append("<title>Audit report ").append(escape(origin())).append("</title><style>\n").append(style())
                .append("</style></head><body>\n<h1>Audit report</h1>\n<p class=\"sub\">").append(escape(origin()))
                .append(", ").append(escape(filter.description())).append(". Made ")
                .append(made.truncatedTo(ChronoUnit.SECONDS)).append(".</p>\n");
    }

    private String origin() {
        return trust.checkpoint().origin();
    }

    private static String style() throws IOException {
        try (InputStream in = Objects.requireNonNull(AuditReport.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void facts(StringBuilder out) {
        TreeHead head = trust.checkpoint().head();
        out.append("<h2>What was verified</h2>\n<table class=\"facts\">");
        fact(out, "Entries", Long.toString(head.size()));
        fact(out, "Root hash", mono(head.root().base64()) + "<br />" + mono(head.root().hex()));
        policy.logs().stream().filter(log -> log.key().name().equals(origin()))
                .forEach(log -> fact(out, "Signed by the log", mono(log.key().vkey())));
        for (Trust.Cosignature cosignature : trust.cosignatures()) {
            fact(out, "Cosigned by", escape(cosignature.witness()) + " at " + cosignature.time()
                    + (policy.members().get(cosignature.witness()) instanceof TrustPolicy.Witness witness
                            ? "<br />" + mono(witness.key().vkey())
                            : ""));
        }
        fact(out, "Quorum demanded", escape(quorum()));
        out.append("</table>\n");
    }

    private String quorum() {
        return policy.quorum()
                .map(name -> policy.members().get(name) instanceof TrustPolicy.Group group
                        ? group.needed() + " of " + String.join(", ", group.names())
                        : name)
                .orElse("none: the log's own signature only");
    }

    private void completeness(StringBuilder out, long shown) {
        long size = trust.checkpoint().head().size();
        String indices = size == 0
                ? "The log is empty"
                : "The log holds the entries 0 to " + (size - 1) + ", " + size + " in number, without a gap";
        out.append("<h2>Completeness</h2>\n<p class=\"statement\">").append(indices)
                .append(". Each was hashed, and together they lead to the root hash above, which the log and the cosigners signed;"
                        + " a missing, added, changed or reordered entry would have led to another. This report is about ")
                .append(escape(filter.description())).append(": ").append(shown).append(" of ").append(size)
                .append(". The statement covers everything that was logged; it cannot speak of what never was.</p>\n");
    }

    private static void actions(StringBuilder out, Map<String, Long> actions) {
        out.append("<h2>Actions</h2>\n<table><tr><th>Action</th><th class=\"number\">Entries</th></tr>");
        actions.forEach((action, count) -> out.append("<tr><td>").append(escape(action))
                .append("</td><td class=\"number\">").append(count).append("</td></tr>"));
        out.append("</table>\n");
    }

    private static void rows(StringBuilder out, AuditExport wanted, long shown) throws IOException {
        out.append("<h2 class=\"entries-title\">Entries</h2>\n");
        if (shown > MAX_ROWS) {
            out.append("<p>The first ").append(MAX_ROWS).append(" of ").append(shown)
                    .append(" are shown; the JSON Lines export has all.</p>\n");
        }
        out.append("<table class=\"entries\"><thead><tr><th class=\"i\">Index</th><th class=\"t\">Time (UTC)</th>"
                + "<th class=\"w\">Who</th><th class=\"a\">Action</th><th>What</th></tr></thead><tbody>");
        ReportRow row = new ReportRow(out);
        wanted.each(row::add);
        out.append("</tbody></table>\n");
    }

    private static void fact(StringBuilder out, String name, String html) {
        out.append("<tr><th>").append(name).append("</th><td>").append(html).append("</td></tr>");
    }

    private static String mono(String text) {
        return "<span class=\"mono\">" + escape(text) + "</span>";
    }

    /** Text as XML text; characters XML cannot hold become U+FFFD. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(
                        (c < 0x20 && c != '\t' && c != '\n') || c == 0xfffe || c == 0xffff ? 0xfffd : c);
            }
        });
        return out.toString();
    }
}
