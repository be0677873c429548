package io.althing.chaos.drill;

import io.althing.client.Answer;
import io.althing.client.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            checkpoints.add(checkpoint(cluster, status));
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

    /** Size and root of all the node has, as its checkpoint states them once enough regions have cosigned it. */
    private static String checkpoint(LoopbackCluster cluster, NodeStatus status) throws InterruptedException {
        String size = String.valueOf(status.auditSize());
        return Waiting.value("node " + status.node() + " serves a checkpoint of its " + size + " entries",
                LoopbackCluster.STARTING, () -> {
                    Answer answer = cluster.client(status.node()).send(Call.get("/audit/checkpoint"));
                    List<String> head = new String(answer.body(), StandardCharsets.UTF_8).lines().skip(1).limit(2)
                            .toList();
                    return answer.ok() && head.getFirst().equals(size)
                            ? Optional.of(head.toString())
                            : Optional.empty();
                });
    }
}
