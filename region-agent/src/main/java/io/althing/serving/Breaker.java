package io.althing.serving;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps requests away from a candidate that fails: after some failures in a row it is not asked for a while, then one request tries
 * it again. Safe for use by several threads.
 */
public final class Breaker {
    /**
     * When a candidate is left alone.
     *
     * @param failuresInARow how many failures eject it
     * @param coolDown for how long
     */
    public record Settings(int failuresInARow, Duration coolDown) {
        /** @throws IllegalArgumentException if no failure is needed */
        public Settings {
            if (failuresInARow < 1) {
                throw new IllegalArgumentException("failuresInARow must be at least 1, not " + failuresInARow);
            }
        }
    }

    private final Settings settings;
    private final LongSupplier nanoClock;
    private int failures;
    private long ejectedUntil;

    Breaker(Settings settings, LongSupplier nanoClock) {
        this.settings = settings;
        this.nanoClock = nanoClock;
    }

    /** Whether the candidate may be asked now. After the cool-down the first caller may; others wait for its result. */
    synchronized boolean allows() {
        if (failures < settings.failuresInARow()) {
            return true;
        }
        long now = nanoClock.getAsLong();
        if (now - ejectedUntil < 0) {
            return false;
        }
        ejectedUntil = now + settings.coolDown().toNanos();
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
    }

    /** @return whether this failure ejected the candidate; not again until it has succeeded once */
    synchronized boolean failed() {
        boolean wasOut = failures == settings.failuresInARow();
        failures = Math.min(failures + 1, settings.failuresInARow());
        if (failures < settings.failuresInARow()) {
            return false;
        }
        ejectedUntil = nanoClock.getAsLong() + settings.coolDown().toNanos();
        return !wasOut;
    }
}
