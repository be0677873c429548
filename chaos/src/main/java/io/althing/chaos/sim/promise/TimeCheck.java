package io.althing.chaos.sim.promise;

import io.althing.chaos.sim.log.SimReplica;
import io.althing.registry.Clock;
import io.althing.registry.Event;
import io.althing.registry.RegistryState;
import io.althing.registry.Table;
import java.time.Instant;

/** Time in the log never runs back; agreed time passes by ticks alone, and never faster than time itself. */
final class TimeCheck {
    private static final long MOST_MILLIS = 500;
    private static final long SLACK_MILLIS = 1_000;

    private final Breaches breaches;
    private long agreed;
    private Instant time = Instant.EPOCH;

    TimeCheck(Breaches breaches) {
        this.breaches = breaches;
    }

    long agreed() {
        return agreed;
    }

    void on(Happened happened) {
        if (!happened.receipt().repeated()) {
            time = happened.stamp().isAfter(time) ? happened.stamp() : time;
        }
        for (Event event : happened.events()) {
            if (event instanceof Event.TimePassed passed) {
                long by = passed.agreedMillis() - agreed;
                breaches.unless(by >= 0 && by <= MOST_MILLIS, "agreed-time-is-capped",
                        happened + " moved agreed time by " + by + " ms");
                agreed = passed.agreedMillis();
                long elapsed = breaches.now() / 1_000_000 + SLACK_MILLIS;
                breaches.unless(agreed <= elapsed, "agreed-time-is-no-faster-than-time",
                        "agreed time is " + agreed + " ms after " + elapsed + " ms");
            }
        }
    }

    /** The clock's row after an index that was applied alone. */
    void row(SimReplica replica, RegistryState state, Happened happened) {
        Clock clock = state.get(Table.CLOCK, Table.ONLY).orElseGet(Clock::start);
        breaches.unless(clock.time().equals(time), "time-is-the-log's",
                replica.name() + " has time " + clock.time() + " after " + happened + ", the stamps say " + time);
    }
}
