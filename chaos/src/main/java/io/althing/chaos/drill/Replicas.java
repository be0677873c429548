package io.althing.chaos.drill;

import io.althing.client.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Compares a quiet cluster's replicas with each other and with what was acknowledged. */
final class Replicas {
    private Replicas() {}

    /** Whether all running nodes have equal digests and audit logs, and each acknowledged write has exactly one entry on each. */
    static Drill.Outcome compare(LoopbackCluster cluster, Acknowledged acknowledged)
            throws IOException, InterruptedException {
        List<NodeStatus> all = cluster.awaitEqualIndex();
        List<String> findings = new ArrayList<>();
        long digests = all.stream().map(NodeStatus::chainDigest).distinct().count();
        findings.add(all.size() + " nodes at index " + all.getFirst().appliedIndex() + ": "
                + (digests == 1 ? "equal chain digests" : digests + " different chain digests"));
        List<String> checkpoints = new ArrayList<>();
        for (NodeStatus status : all) {
            checkpoints.add(checkpoint(cluster, status.node()));
        }
        long roots = checkpoints.stream().distinct().count();
        findings.add(roots == 1 ? "equal audit tree roots" : roots + " different audit trees");
        boolean held = digests == 1 && roots == 1;
        for (NodeStatus status : all) {
            AuditReadBack.Tally tally = AuditReadBack.compare(cluster.api(status.node()), status.auditSize(),
                    acknowledged.requestId(), acknowledged.numbers());
            findings.add(status.node() + ": " + acknowledged.numbers().cardinality() + " acknowledged writes, "
                    + tally.missing() + " missing and " + tally.repeated() + " repeated among " + tally.entries()
                    + " audit entries");
            held &= tally.exactlyOnce();
        }
        return new Drill.Outcome(held, findings);
    }

    /** Size and root, as the node's checkpoint states them. */
    private static String checkpoint(LoopbackCluster cluster, String node) {
        String text = new String(cluster.client(node).need(Call.get("/audit/checkpoint")).body(),
                StandardCharsets.UTF_8);
        return text.lines().skip(1).limit(2).toList().toString();
    }
}
