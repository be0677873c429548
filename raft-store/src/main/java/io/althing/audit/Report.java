package io.althing.audit;

import java.util.List;

/** What {@link AuditVerifier} found. */
public sealed interface Report {
    /** Every entry and every tile is as the checkpoint demands. */
    record Verified(Checkpoint checkpoint) implements Report {}

    /**
     * Something is wrong.
     *
     * @param findings
     *            entries first, by index, then bundles, tiles by level and place, and the checkpoint; at least one
     * @param more
     *            how many further findings were left out
     */
    record Damaged(List<Finding> findings, long more) implements Report {
        /** Copies the list. */
        public Damaged {
            findings = List.copyOf(findings);
        }
    }
}
