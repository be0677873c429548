package io.althing.store;

import java.time.Duration;

/**
 * An answer and how fresh it is.
 *
 * @param index the applied log index the answer is based on
 * @param term the newest term this replica knows
 * @param age how old the answer may be at most: zero for a linearizable read, else the time since this replica last heard from a leader
 */
public record Read<T>(T value, long index, long term, Duration age) {}
