package io.althing.relay;

import java.time.Duration;

/**
 * How slowly bytes go through a relay in one direction.
 *
 * @param delay how much later they arrive
 * @param jitter up to how much later still, drawn anew for each piece; their order stays
 * @param bytesPerSecond how many pass
 */
public record Shape(Duration delay, Duration jitter, int bytesPerSecond) {
    /** No bound on how many bytes pass. */
    public static final int FREE = Integer.MAX_VALUE;
    /** As fast as the machine is. */
    public static final Shape NONE = new Shape(Duration.ZERO, Duration.ZERO, FREE);

    /** Checks that something passes. */
    public Shape {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond must be at least 1, not " + bytesPerSecond);
        }
    }

    /** How long so many bytes take. */
    long nanosFor(int bytes) {
        return bytesPerSecond == FREE ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
    }
}
