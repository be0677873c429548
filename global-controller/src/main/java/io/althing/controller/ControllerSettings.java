package io.althing.controller;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What the loop needs from its process.
 *
 * @param clock the wall clock
 * @param monotonicNanos a clock that only runs forward
 * @param tickInterval how often time is told to the log while a deadline runs
 * @param patience how long a turn may take before it is given up
 */
public record ControllerSettings(InstantSource clock, LongSupplier monotonicNanos, Duration tickInterval,
        Duration patience) {
    /** Ticks every 250 ms, gives up a turn after five seconds. */
    public static ControllerSettings defaults(InstantSource clock, LongSupplier monotonicNanos) {
        return new ControllerSettings(clock, monotonicNanos, Duration.ofMillis(250), Duration.ofSeconds(5));
    }
}
