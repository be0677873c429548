package io.althing.chaos.audit;

import io.althing.chaos.audit.AuditObservation.AcknowledgedWrite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Whether the log's order is one that clients could have seen: what began after another was answered stands behind it. */
final class OrderOfWrites {
    private OrderOfWrites() {}

    static List<String> violations(List<AcknowledgedWrite> writes) {
        List<String> violations = new ArrayList<>();
        var open = new PriorityQueue<>(Comparator.comparingLong(AcknowledgedWrite::ended));
        long behind = -1;
        for (AcknowledgedWrite write : writes.stream().sorted(Comparator.comparingLong(AcknowledgedWrite::begun))
                .toList()) {
            while (!open.isEmpty() && open.peek().ended() < write.begun()) {
                behind = Math.max(behind, open.remove().auditIndex());
            }
            if (write.auditIndex() <= behind) {
                violations.add("write " + write.requestId() + " is at " + write.auditIndex()
                        + " but began after the write at " + behind + " was answered");
            }
            open.add(write);
        }
        return violations;
    }
}
