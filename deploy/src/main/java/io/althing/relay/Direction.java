package io.althing.relay;

/** Which way bytes go through a relay. */
public enum Direction {
    /** From whoever connected to the target. */
    TO_TARGET,
    /** From the target to whoever connected. */
    FROM_TARGET
}
