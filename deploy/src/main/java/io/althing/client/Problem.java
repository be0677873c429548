package io.althing.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * An error answer of the API, in the form of RFC 9457.
 *
 * @param type last segment of the problem's URI, for example {@code stale-revision}
 * @param field the offending field, empty if none
 * @param rule the rule that says not now, empty if none
 */
public record Problem(int status, String type, String title, String detail, String field, String rule) {
    private static final int GATEWAY_TIMEOUT = 504;

    static Problem of(int status, Optional<JsonNode> body) {
        JsonNode json = body.orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance);
        String type = json.path("type").asText("");
        return new Problem(status, type.substring(type.lastIndexOf('/') + 1),
                json.path("title").asText("HTTP " + status), json.path("detail").asText(""),
                json.path("field").asText(""), json.path("rule").asText(""));
    }

    /** Whether the change may or may not have been made. */
    public boolean outcomeUnknown() {
        return status == GATEWAY_TIMEOUT || "outcome-unknown".equals(type);
    }

    /** Whether the region could not act because it reaches no majority; nothing was changed. */
    public boolean unavailable() {
        return status == 503;
    }

    /** One or two lines for a person. */
    public String text() {
        var text = new StringBuilder(title);
        if (!field.isEmpty()) {
            text.append(" (field ").append(field).append(')');
        }
        if (!rule.isEmpty()) {
            text.append(" [rule ").append(rule).append(']');
        }
        if (!detail.isEmpty()) {
            text.append(": ").append(detail);
        }
        return text.toString();
    }
}
