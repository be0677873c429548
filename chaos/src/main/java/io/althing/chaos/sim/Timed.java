package io.althing.chaos.sim;

/**
 * A step and when it is taken.
 *
 * @param atMillis after the cluster came into service
 */
public record Timed(long atMillis, Step step) {
    @Override
    public String toString() {
        return "%8.3f s  %s".formatted(atMillis / 1_000.0, step);
    }
}
