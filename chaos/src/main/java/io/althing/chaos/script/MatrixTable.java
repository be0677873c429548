package io.althing.chaos.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The outcomes of a matrix as a table in Markdown. */
final class MatrixTable {
    private MatrixTable() {}

    static String of(List<JsonNode> outcomes) {
        var text = new StringBuilder(
                """
                        | fault | nodes | network | verdict | operations/s | writes acknowledged | unknown | p50 ms | p99 ms | longest gap ms | recovery ms | terms |
                        |---|---|---|---|---|---|---|---|---|---|---|---|
                        """);
        outcomes.forEach(outcome -> text.append(row(outcome)).append('\n'));
        return text.toString();
    }

    private static String row(JsonNode o) {
        if (o.has("skipped")) {
            return "| " + o.path("fault").asText() + " | " + o.path("nodes").asText() + " | | not run: "
                    + o.path("skipped").asText() + " | | | | | | | | |";
        }
        JsonNode f = o.path("figures");
        return String.format(Locale.ROOT, "| %s | %d | %s | %s | %.0f | %d | %d | %.0f | %.0f | %.0f | %.0f | %d |",
                o.path("fault").asText(), o.path("nodes").asInt(), o.path("network").asText(), verdict(o),
                f.path("offered").asDouble(), f.path("acknowledged").asLong(), f.path("unknown").asLong(),
                f.path("p50Millis").asDouble(), f.path("p99Millis").asDouble(), f.path("longestGapMillis").asDouble(),
                f.path("recoveryMillis").asDouble(), f.path("terms").asLong());
    }

    private static String verdict(JsonNode outcome) {
        if (outcome.path("passed").asBoolean()) {
            return "held";
        }
        List<String> broken = new ArrayList<>();
        for (JsonNode verdict : outcome.path("verdicts")) {
            String standing = verdict.path("standing").asText();
            if (standing.equals("BROKEN") || standing.equals("UNKNOWN")) {
                broken.add(standing.toLowerCase(Locale.ROOT) + ": " + verdict.path("check").asText());
            }
        }
        return broken.isEmpty()
                ? "**gave up**: " + outcome.path("gaveUp").asText()
                : "**" + String.join(", ", broken) + "**";
    }
}
