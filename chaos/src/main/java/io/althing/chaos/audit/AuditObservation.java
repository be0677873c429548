package io.althing.chaos.audit;

import io.althing.audit.CheckpointReader;
import io.althing.audit.TileSource;
import io.althing.audit.TreeHead;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run left to be judged by {@link AuditOracle}.
 *
 * @param regions the log of each region as it serves it at the end
 * @param served every checkpoint that any region ever served
 * @param acknowledged every write a client was told had happened
 * @param witnessAnswers the HTTP statuses of an outside witness that was fed every checkpoint in order of time; empty if there was none
 * @param cosigned what each region cosigned, in order of time
 * @param reader which checkpoints count as signed
 */
public record AuditObservation(SortedMap<String, TileSource> regions, List<ServedCheckpoint> served,
        List<AcknowledgedWrite> acknowledged, List<Integer> witnessAnswers, List<Cosigned> cosigned,
        CheckpointReader reader) {
    /** Copies what was seen. */
    public AuditObservation {
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        served = List.copyOf(served);
        acknowledged = List.copyOf(acknowledged);
        witnessAnswers = List.copyOf(witnessAnswers);
        cosigned = List.copyOf(cosigned);
    }

    /** A checkpoint's text as a region served it. */
    public record ServedCheckpoint(String region, String note) {}

    /** A head that a region cosigned. */
    public record Cosigned(String region, TreeHead head) {}

    /**
     * A write whose answer named its place in the audit log.
     *
     * @param begun when it was sent, on the clock of whoever wrote
     * @param ended when it was answered, on the same clock
     */
    public record AcknowledgedWrite(String requestId, long auditIndex, long begun, long ended) {
        /** A write of which no time is known. */
        public AcknowledgedWrite(String requestId, long auditIndex) {
            this(requestId, auditIndex, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    /** An observation of the regions alone. */
    public static AuditObservation of(Map<String, TileSource> regions, CheckpointReader reader) {
        return new AuditObservation(new TreeMap<>(regions), List.of(), List.of(), List.of(), List.of(), reader);
    }
}
