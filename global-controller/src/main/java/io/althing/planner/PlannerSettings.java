package io.althing.planner;

/**
 * How long things may take.
 *
 * @param candidateDeadlineMillis agreed time a candidate set of policy files may be voted on
 */
public record PlannerSettings(long candidateDeadlineMillis) {
    /** Ten minutes for a candidate. */
    public static PlannerSettings defaults() {
        return new PlannerSettings(600_000);
    }
}
