package io.althing.chaos.sim.time;

import java.time.Instant;
import java.time.InstantSource;

/** A machine's clocks: the wall clock may be wrong and jump, the monotonic one only starts anywhere. One thread. */
public final class SimClock implements InstantSource {
    /** When every simulation begins. */
    public static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00Z");

    private final Agenda agenda;
    private final long monotonicStart;
    private long skewMillis;

    /** @param monotonicStart what the monotonic clock says at the beginning */
    public SimClock(Agenda agenda, long monotonicStart) {
        this.agenda = agenda;
        this.monotonicStart = monotonicStart;
    }

    /** From now on the wall clock is wrong by so much. */
    public void skew(long millis) {
        skewMillis = millis;
    }

    @Override
    public Instant instant() {
        return BEGINNING.plusNanos(agenda.now()).plusMillis(skewMillis);
    }

    /** The monotonic clock, nanoseconds. */
    public long nanos() {
        return monotonicStart + agenda.now();
    }
}
