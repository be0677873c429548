package io.althing.chaos.sim.promise;

import io.althing.chaos.sim.time.Agenda;
import java.util.Optional;

/** Remembers the first promise that was broken. One thread. */
public final class Breaches {
    private static final long MILLI = 1_000_000;

    private final Agenda agenda;
    private Optional<Breach> first = Optional.empty();

    /** None yet. */
    public Breaches(Agenda agenda) {
        this.agenda = agenda;
    }

    /** Reports one; only the first is kept. */
    public void report(String promise, String what) {
        if (first.isEmpty()) {
            first = Optional.of(new Breach(promise, what, agenda.now() / MILLI));
        }
    }

    /** Reports one unless it holds. */
    void unless(boolean holds, String promise, Object what) {
        if (!holds) {
            report(promise, what.toString());
        }
    }

    /** The first one. */
    public Optional<Breach> first() {
        return first;
    }

    void note(Object fact) {
        agenda.note(fact);
    }

    long now() {
        return agenda.now();
    }
}
