package io.althing.registry;

/**
 * Which epoch is in force, which is being voted on, and how many candidates there have been.
 *
 * @param inForce 0 is the built-in epoch
 * @param candidate 0 if none is being voted on
 */
public record PolicyState(long inForce, long candidate, long attempts) {
    /** Nothing agreed yet. */
    public static PolicyState initial() {
        return new PolicyState(0, 0, 0);
    }
}
