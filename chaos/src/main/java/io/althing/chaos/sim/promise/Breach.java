package io.althing.chaos.sim.promise;

/**
 * A broken promise.
 *
 * @param promise its name, for example {@code a-request-counts-once}
 * @param what what was seen, in words
 * @param atMillis simulated time
 */
public record Breach(String promise, String what, long atMillis) {}
