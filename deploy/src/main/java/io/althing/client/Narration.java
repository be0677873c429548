package io.althing.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** The registry's events as sentences. */
public final class Narration {
    private Narration() {}

    /** A sentence for a person; empty for events that say nothing to one. */
    public static Optional<String> of(EventStream.Occurred event) {
        JsonNode d = event.data();
        String region = text(d, "region");
        return switch (event.type()) {
            case "rollout-requested" -> say("rollout of ", text(d, "model"), " ", text(d, "version"), " requested by ",
                    text(d, "requestedBy"));
            case "rollout-approved" -> say("approved by ", text(d.path("approval"), "by"));
            case "rollout-moved" -> say("rollout is ", text(d, "state"), because(text(d, "why")));
            case "region-advanced" -> say(region, d.path("promoted").asBoolean() ? ": promoted to " : ": canary at ",
                    percent(d.path("weightBasisPoints").asInt()));
            case "step-passed" -> say(region, ": step ", text(d, "step"), " passed",
                    d.path("promotable").asBoolean() ? ", evidence suffices to promote" : "");
            case "pause-lifted" -> say(region, ": a person passed the pause");
            case "region-rolled-back" -> say(region, ": rolled back", because(text(d, "why")));
            case "region-recovery" ->
                say(region, d.path("recovered").asBoolean() ? ": users recovered" : ": users did NOT recover");
            case "region-effective" -> say(region, ": in force: ", text(d.path("effective"), "stable"), canary(d));
            case "ballot-opened" -> say("ballot opened", opener(text(d, "opener")));
            case "vote-cast" -> say(text(d.path("vote"), "region"), " votes ", text(d.path("vote"), "choice"),
                    because(text(d.path("vote"), "basis")));
            case "ballot-settled" -> say("ballot settled: ", text(d, "result"), because(text(d.path("tally"), "rule")));
            case "model-rolled-back" -> say(text(d, "model"), " taken back", because(text(d, "reason")));
            case "version-quarantined" ->
                say(text(d, "model"), " ", text(d, "version"), " quarantined", because(text(d, "why")));
            case "version-ready" ->
                say(text(d, "model"), " ", text(d, "version"), " is ready: a majority verified its bytes");
            case "candidate-rejected" ->
                say("candidate epoch ", text(d, "epoch"), " rejected", because(text(d, "why")));
            case "epoch-committed" -> say("policy epoch ", text(d, "epoch"), " is in force");
            default -> Optional.empty();
        };
    }

    private static Optional<String> say(String... parts) {
        return Optional.of(String.join("", parts));
    }

    private static String because(String why) {
        return why.isEmpty() ? "" : " (" + why + ")";
    }

    private static String opener(String region) {
        return region.isEmpty() ? " by a person" : " by " + region;
    }

    private static String canary(JsonNode data) {
        String version = text(data.path("effective"), "canary");
        return version.isEmpty()
                ? ""
                : ", canary " + version + " at " + percent(data.path("effective").path("weightBasisPoints").asInt());
    }

    private static String percent(int basisPoints) {
        return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + " %";
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }
}
