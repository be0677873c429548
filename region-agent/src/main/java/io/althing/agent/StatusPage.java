package io.althing.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.canary.ArmCounts;
import io.althing.canary.MetricCounts;
import io.althing.serving.InForce;
import java.util.Locale;

/**
 * An agent's status as JSON:
 *
 * <pre>{@code
 * {"region", "at", "index",
 *  "link": {"up", "silentMillis", "trouble"?},
 *  "journal": {"id", "entries", "waiting", "oldestWaitingMillis", "unwritten"},
 *  "serving": [{"model", "index", "stable"?, "canary"?: {"rollout", "version", "weightBasisPoints"}}],
 *  "analyses": [{"model", "rollout", "step", "weightBasisPoints", "look", "verdict", "reason", "wentBack",
 *                "stepCanary", "stepStable",
 *                "path": [{"look", "logRollback", "bound", "logPromote"}],
 *                "metrics": [{"name", "canary": {"n", "bad"}, "stable": {"n", "bad"}}],
 *                "usualRules": [{"name", "looks", "fired", "firstLook"}],
 *                "holdback": [{"metric", "logValue", "bound", "wouldAlarm"}],
 *                "earlyWarning"?: {"level", "probability", "horizonLooks", "factors": [], "advice"},
 *                "anomaly": {"score", "share", "looks"},
 *                "requests"?: {"units", "findings": [{"quantity", "logEvidence", "distance"}]}}],
 *  "policyFaults": []}
 * }</pre>
 */
public final class StatusPage {
    private static final double LEAST_NATS = -1e9;
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusPage() {}

    /** The page's text. */
    public static String json(AgentStatus status) {
        ObjectNode page = JSON.createObjectNode();
        page.put("region", status.region().value()).put("at", status.at().toString()).put("index", status.index());
        ObjectNode link = page.putObject("link").put("up", status.link().up()).put("silentMillis",
                status.link().silentMillis());
        status.link().trouble().ifPresent(why -> link.put("trouble", why));
        AgentStatus.JournalState journal = status.journal();
        page.putObject("journal").put("id", journal.id()).put("entries", journal.entries())
                .put("waiting", journal.waiting()).put("oldestWaitingMillis", journal.oldestWaitingMillis())
                .put("unwritten", journal.unwritten());
        ArrayNode serving = page.putArray("serving");
        status.serving().forEach(inForce -> serving(serving.addObject(), inForce));
        ArrayNode analyses = page.putArray("analyses");
        status.analyses().forEach(analysis -> analysis(analyses.addObject(), analysis));
        ArrayNode faults = page.putArray("policyFaults");
        status.policyFaults().forEach(faults::add);
        return page.toString();
    }

    private static void serving(ObjectNode node, InForce inForce) {
        node.put("model", inForce.model().value()).put("index", inForce.index());
        inForce.stable().ifPresent(stable -> node.put("stable", stable.value()));
        inForce.canary().ifPresent(share -> node.putObject("canary").put("rollout", share.rollout().value())
                .put("version", share.version().value()).put("weightBasisPoints", share.weightBasisPoints()));
    }

    private static void analysis(ObjectNode node, AgentStatus.Analysis analysis) {
        Judged judged = analysis.judged();
        node.put("model", judged.model().value()).put("rollout", judged.rollout().value()).put("step", judged.step())
                .put("weightBasisPoints", judged.weightBasisPoints()).put("look", judged.evidence().look())
                .put("verdict", judged.finding().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("reason", judged.words()).put("wentBack", analysis.wentBack())
                .put("stepCanary", judged.stepCanary()).put("stepStable", judged.stepStable());
        ArrayNode path = node.putArray("path");
        analysis.path().forEach(point -> path.addObject().put("look", point.look())
                .put("logRollback", finite(point.logRollback())).put("bound", point.bound())
                .put("logPromote", finite(point.logPromote())));
        ArrayNode metrics = node.putArray("metrics");
        for (MetricCounts counts : analysis.counts()) {
            ObjectNode metric = metrics.addObject().put("name", counts.metric());
            arm(metric.putObject("canary"), counts.canary());
            arm(metric.putObject("stable"), counts.stable());
        }
        outlook(node, analysis.outlook());
    }

    private static void outlook(ObjectNode node, AgentStatus.Outlook outlook) {
        ArrayNode rules = node.putArray("usualRules");
        outlook.usualRules().forEach(rule -> rules.addObject().put("name", rule.name()).put("looks", rule.looks())
                .put("fired", rule.fired()).put("firstLook", rule.firstLook()));
        ArrayNode holdback = node.putArray("holdback");
        outlook.holdback().forEach(watch -> holdback.addObject().put("metric", watch.metric())
                .put("logValue", finite(watch.logValue())).put("bound", watch.bound())
                .put("wouldAlarm", watch.wouldAlarm()));
        outlook.warning().ifPresent(warning -> {
            ObjectNode its = node.putObject("earlyWarning")
                    .put("level", warning.level().name().toLowerCase(Locale.ROOT))
                    .put("probability", warning.probability()).put("horizonLooks", warning.horizonLooks());
            warning.factors().forEach(its.putArray("factors")::add);
            its.put("advice", warning.advice());
        });
        node.putObject("anomaly").put("score", outlook.anomaly().score()).put("share", outlook.anomaly().share())
                .put("looks", outlook.anomaly().looks());
        outlook.requests().ifPresent(requests -> {
            ArrayNode findings = node.putObject("requests").put("units", requests.units()).putArray("findings");
            requests.findings().forEach(finding -> findings.addObject().put("quantity", finding.quantity())
                    .put("logEvidence", finite(finding.logEvidence())).put("distance", finding.distance()));
        });
    }

    /** JSON has no infinity; a wealth of nothing is shown as a very small one. */
    private static double finite(double nats) {
        return Math.max(nats, LEAST_NATS);
    }

    private static void arm(ObjectNode node, ArmCounts counts) {
        node.put("n", counts.n()).put("bad", counts.bad());
    }
}
