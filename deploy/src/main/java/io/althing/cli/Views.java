package io.althing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.TextTable;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How the registry's resources look to a person. */
final class Views {
    private Views() {}

    static void models(JsonNode json, PrintWriter out) {
        TextTable table = new TextTable("MODEL", "OWNER", "DESCRIPTION");
        json.path("items").forEach(m -> table.row(text(m, "name"), text(m, "owner"), text(m, "description")));
        table.print(out, "no models yet; `althing model create NAME` makes one");
    }

    static void model(JsonNode model, PrintWriter out) {
        out.println(text(model, "name") + ": " + text(model, "description") + " (owner " + text(model, "owner") + ")");
    }

    static void versions(JsonNode json, PrintWriter out) {
        TextTable table = new TextTable("VERSION", "STATE", "VERIFIED IN", "ARTIFACT", "METRICS", "DESCRIPTION");
        json.path("items").forEach(v -> table.row(text(v, "version"), versionState(v), join(v.path("verifiedIn")),
                shortDigest(text(v.path("artifacts").path(0), "digest")), fields(v.path("metrics")),
                text(v, "description")));
        table.print(out, "no versions yet; `althing version register MODEL VERSION --file FILE` registers one");
    }

    static void version(JsonNode version, PrintWriter out) {
        out.println(text(version, "model") + " " + text(version, "version") + " is " + versionState(version)
                + "; verified in " + orNone(join(version.path("verifiedIn"))));
    }

    private static String versionState(JsonNode version) {
        if (version.hasNonNull("quarantine")) {
            return "quarantined (" + text(version, "quarantine") + ")";
        }
        return version.path("ready").asBoolean() ? "ready" : "pending";
    }

    static void rollouts(JsonNode json, PrintWriter out) {
        TextTable table = new TextTable("ROLLOUT", "MODEL", "VERSION", "KIND", "STATE", "EPOCH", "REQUESTED BY", "WHY");
        json.path("items")
                .forEach(r -> table.row(text(r, "id"), text(r, "model"), text(r, "version"), text(r, "kind"),
                        text(r, "state"), text(r, "epoch"), text(r, "requestedBy"), text(r, "why")));
        table.print(out, "no rollouts; `althing rollout start MODEL VERSION` requests one");
    }

    static void rolloutHead(JsonNode rollout, PrintWriter out) {
        String why = text(rollout, "why");
        out.println("rollout " + text(rollout, "id") + ": " + text(rollout, "model") + " "
                + text(rollout, "version") + " is " + text(rollout, "state") + (why.isEmpty() ? "" : " (" + why + ")"));
        if (text(rollout, "state").equals("awaiting-approval")) {
            out.println("somebody else approves it with `althing rollout approve " + text(rollout, "id") + "`");
        }
    }

    static void rollout(JsonNode json, PrintWriter out) {
        rolloutHead(json.path("rollout"), out);
        TextTable table = new TextTable("REGION", "PHASE", "WEIGHT", "STEP", "PASSED", "RECOVERY", "WAITS FOR");
        json.path("parts").forEach(p -> {
            JsonNode wait = json.path("waits").path(text(p, "region"));
            String why = wait.isMissingNode() ? text(p, "why") : text(wait, "detail");
            table.row(text(p, "region"), text(p, "phase"), percent(p.path("weightBasisPoints").asInt()),
                    text(p, "step"), text(p, "passed"), text(p, "recovery"), why);
        });
        table.print(out, "it has no regions");
    }

    static void regions(JsonNode json, PrintWriter out) {
        TextTable table = new TextTable("REGION", "MODEL", "STABLE", "CANARY", "WEIGHT", "EFFECTIVE");
        json.path("items").forEach(r -> {
            if (r.path("serving").isEmpty()) {
                table.row(text(r, "region"), "-", "-", "-", "-", "-");
            }
            r.path("serving").forEach(s -> table.row(text(r, "region"), text(s, "model"), orDash(text(s, "stable")),
                    orDash(text(s.path("canary"), "version")),
                    percent(s.path("canary").path("weightBasisPoints").asInt()), effective(s)));
        });
        table.print(out, "no regions");
    }

    private static String effective(JsonNode serving) {
        boolean confirmed = serving.path("effective").path("index").asLong(-1) >= serving.path("index").asLong();
        return confirmed ? "yes" : "unconfirmed";
    }

    static String percent(int basisPoints) {
        return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + " %";
    }

    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }

    static String join(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(", "));
    }

    static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "no region yet" : text;
    }

    private static String shortDigest(String digest) {
        return digest.length() > 12 ? digest.substring(0, 12) + "…" : digest;
    }

    private static String fields(JsonNode object) {
        return object.properties().stream().map(e -> e.getKey() + "=" + e.getValue().asText())
                .collect(Collectors.joining(" "));
    }
}
