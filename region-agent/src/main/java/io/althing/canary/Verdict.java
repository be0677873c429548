package io.althing.canary;

/** What the evidence says after a look. A region acts on it; the engine does not. */
public sealed interface Verdict {

    /** Why, in plain words. */
    String reason();

    /**
     * The canary does harm beyond the boundary.
     *
     * @param metric
     *            the metric with the largest share of the evidence
     * @param critical
     *            whether that metric is critical
     */
    record Rollback(String reason, String metric, boolean critical) implements Verdict {}

    /** Every gating metric is shown to be within its margin, and the samples suffice. */
    record Promote(String reason) implements Verdict {}

    /** Nothing is decided; go on looking. */
    record Continue(String reason) implements Verdict {}

    /** The time is up and nothing is decided. */
    record Inconclusive(String reason) implements Verdict {}

    /** The comparison itself is broken: traffic does not arrive in the declared proportion. Never a success. */
    record Invalid(String reason) implements Verdict {}

    /** The canary sent no observation in this look. */
    record NoData(String reason) implements Verdict {}
}
