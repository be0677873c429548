package io.althing.controller;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Measures how much time the log has not been told of yet. Any thread. */
final class Ticker {
    private final LongSupplier monotonicNanos;
    private final long intervalNanos;
    private long last;
    private boolean running;
    private long count;

    Ticker(LongSupplier monotonicNanos, Duration interval) {
        this.monotonicNanos = monotonicNanos;
        this.intervalNanos = interval.toNanos();
    }

    /** Milliseconds to tell now; empty while no deadline runs or the last tick is too recent. */
    synchronized OptionalLong due(boolean deadlineRuns) {
        long now = monotonicNanos.getAsLong();
        if (!deadlineRuns) {
            running = false;
            return OptionalLong.empty();
        }
        if (!running) {
            running = true;
            last = now;
            return OptionalLong.empty();
        }
        if (now - last < intervalNanos) {
            return OptionalLong.empty();
        }
        long elapsed = (now - last) / 1_000_000;
        last += elapsed * 1_000_000;
        count++;
        return OptionalLong.of(elapsed);
    }

    /** Forgets the time so far: a new leader tells only of its own. */
    synchronized void stop() {
        running = false;
    }

    synchronized long count() {
        return count;
    }
}
