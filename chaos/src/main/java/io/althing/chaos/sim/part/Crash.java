package io.althing.chaos.sim.part;

/** A process ends at this point. An error, so that no code takes it for something it could handle. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String point) {
        super(point, null, false, false);
    }
}
