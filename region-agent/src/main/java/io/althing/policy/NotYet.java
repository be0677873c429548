package io.althing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the published schema allows but this build does not do. Such a field is refused unless it asks for exactly what happens
 * anyway: a promise in a policy that is silently not kept would be worse than none.
 */
final class NotYet {
    private static final String REMOVE = "is not supported yet; remove it";

    private record Limit(String field, Predicate<JsonNode> honoured, String remedy) {}

    private static final List<Limit> REGION = List.of(
            limit("spec.selector", n -> n.toString().equals("{\"models\":[\"*\"]}"),
                    "can only be {models: [\"*\"]} so far; remove it"),
            never("spec.validation"), never("spec.strategy.blueGreen"), never("spec.strategy.shadow"),
            never("spec.strategy.abTest"), never("spec.strategy.bandit"), never("spec.overrides"),
            limit("spec.analysis.onInconclusive", oneOf("pause", "extend"),
                    "is not supported yet; use pause, where the region waits at its step, or extend"),
            limit("spec.analysis.onNoData", oneOf("wait"), "is not supported yet; use wait"),
            limit("spec.gates.approvals.role", oneOf("approver"), "is not supported yet; use approver"),
            never("spec.gates.maxVersionSkew"), never("spec.gates.windows"),
            limit("spec.rollback.critical", oneOf("immediate"), "is not supported yet; use immediate"),
            limit("spec.rollback.minor", oneOf("immediate"), "is not supported yet; use immediate"),
            never("spec.monitoring"), never("spec.retention"));

    private static final List<Limit> GLOBAL = List.of(
            limit("spec.barrier", oneOf("waves", "free"), "is not supported yet; use waves or free"),
            never("spec.regionLostAfter"),
            limit("spec.ballot.quorum", JsonNode::isTextual, "is not supported yet; use majority, all or any"),
            limit("spec.ballot.abortScope", oneOf("fleet"), "is not supported yet; use fleet"));

    private NotYet() {}

    static List<Fault> region(YamlDocument document) {
        List<Fault> faults = faults(document, REGION);
        JsonNode requires = Paths.at(document.tree(), "spec.gates.requires");
        for (int i = 0; i < requires.size(); i++) {
            if (!requires.get(i).path("outcome").asText("promoted").equals("promoted")) {
                faults.add(document.faultAt(Paths.item("spec.gates.requires", i) + ".outcome",
                        "is not supported yet; use promoted"));
            }
        }
        return faults;
    }

    static List<Fault> global(YamlDocument document) {
        return faults(document, GLOBAL);
    }

    private static List<Fault> faults(YamlDocument document, List<Limit> limits) {
        var faults = new ArrayList<Fault>();
        for (Limit limit : limits) {
            JsonNode node = Paths.at(document.tree(), limit.field());
            if (!node.isMissingNode() && !limit.honoured().test(node)) {
                faults.add(document.faultAt(limit.field(), limit.remedy()));
            }
        }
        return faults;
    }

    private static Limit never(String field) {
        return limit(field, node -> false, REMOVE);
    }

    private static Limit limit(String field, Predicate<JsonNode> honoured, String remedy) {
        return new Limit(field, honoured, remedy);
    }

    private static Predicate<JsonNode> oneOf(String... words) {
        return node -> List.of(words).contains(node.asText());
    }
}
