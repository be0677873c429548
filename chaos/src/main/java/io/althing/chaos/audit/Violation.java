package io.althing.chaos.audit;

/** One promise of the audit log that a run broke. */
public record Violation(Promise promise, String what) {
    /** The promises. */
    public enum Promise {
        /** Each size has one root, and each tree is a prefix of the later ones, on every region's own tiles. */
        ONE_HISTORY,
        /** Each acknowledged write is in the log, once, where its answer said. */
        NO_ACKNOWLEDGED_WRITE_LOST,
        /** Each region's log is whole, and all regions' files are byte-equal up to the smallest size. */
        REGIONS_EQUAL,
        /** An outside witness never saw a fork. */
        WITNESS_SATISFIED,
        /** A write that began after another was answered stands behind it. */
        REAL_TIME_ORDER,
        /** A region never cosigns behind what it cosigned before, nor two roots for one size. */
        COSIGNERS_REMEMBER
    }
}
