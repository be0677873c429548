package io.althing.chaos.drill;

import com.fasterxml.jackson.databind.JsonNode;

/** What {@code GET /v1/cluster} says of a node. */
public record NodeStatus(String node, boolean leads, long term, long appliedIndex, long auditSize, String chainDigest,
        boolean fenced) {
    /** Reads it. */
    public static NodeStatus of(JsonNode json) {
        return new NodeStatus(json.path("node").asText(), json.path("leads").asBoolean(), json.path("term").asLong(),
                json.path("appliedIndex").asLong(), json.path("auditSize").asLong(),
                json.path("chainDigest").asText(), json.path("fenced").asBoolean());
    }
}
