package io.althing.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes entries as rows of an {@link AuditReport}, up to its limit. */
final class ReportRow {
    private static final int MAX_FIELDS = 6;
    private static final int MAX_TEXT = 80;

    private final StringBuilder out;
    private int rows;

    ReportRow(StringBuilder out) {
        this.out = out;
    }

    void add(EntryRecord entry) {
        if (rows == AuditReport.MAX_ROWS) {
            return;
        }
        rows++;
        out.append("<tr><td class=\"i\">").append(entry.index()).append("</td>");
        out.append("<td>")
                .append(AuditReport.escape(entry.text("time").map(ReportRow::utc).orElse("")).replace(" ", "<br />"))
                .append("</td>");
        cell(who(entry));
        cell(entry.text("action").orElse(""));
        out.append("<td>").append(what(entry)).append("<br /><span class=\"mono\">leaf ")
                .append(entry.leafHash().hex(), 0, 16).append("</span></td></tr>\n");
    }

    private void cell(String text) {
        out.append("<td>").append(AuditReport.escape(text)).append("</td>");
    }

    /** {@code 2026-01-02T03:04:05Z} as people write it; anything else as it is. */
    private static String utc(String time) {
        return time.matches("[0-9-]+T[0-9:.]+Z") ? time.substring(0, time.length() - 1).replace('T', ' ') : time;
    }

    private static String who(EntryRecord entry) {
        String details = List.of("actor.kind", "actor.method").stream().map(entry::text).flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return entry.text("actor.id").orElse("") + (details.isEmpty() ? "" : " (" + details + ")")
                + entry.text("actor.onBehalfOf").map(person -> " for " + person).orElse("");
    }

    private static String what(EntryRecord entry) {
        return entry.value()
                .map(value -> value instanceof Json.JObject object
                        && object.fields().get("events") instanceof Json.JArray events
                                ? events.items().stream().map(ReportRow::event).collect(Collectors.joining("<br />"))
                                : AuditReport.escape(shortened(CanonicalJson.writeString(value))))
                .orElse("(not JSON)");
    }

    private static String event(Json event) {
        if (!(event instanceof Json.JObject object)) {
            return AuditReport.escape(shortened(CanonicalJson.writeString(event)));
        }
        String fields = object.fields().entrySet().stream()
                .filter(field -> !field.getKey().equals("type") && scalar(field.getValue())).limit(MAX_FIELDS)
                .map(field -> field.getKey() + " " + shortened(text(field.getValue())))
                .collect(Collectors.joining(", "));
        String type = object.fields().get("type") instanceof Json.JString name ? name.value() : "";
        return AuditReport.escape(type.isEmpty() || fields.isEmpty() ? type + fields : type + ": " + fields);
    }

    private static boolean scalar(Json json) {
        return !(json instanceof Json.JObject) && !(json instanceof Json.JArray);
    }

    private static String text(Json json) {
        return json instanceof Json.JString string ? string.value() : CanonicalJson.writeString(json);
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= MAX_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT - 1)) + "\u2026";
    }
}
