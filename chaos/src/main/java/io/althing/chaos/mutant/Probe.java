package io.althing.chaos.mutant;

import io.althing.chaos.sim.Simulator;
import io.althing.chaos.sim.promise.Breach;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Looks for a broken promise, life after life. Called by name in a class loader that may have planted a bug, so its arguments and its
 * answer are plain.
 */
public final class Probe {
    private Probe() {}

    /** What this thread has had of the processor, nanoseconds: on a busy machine a hunt takes longer, but not less. */
    static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /**
     * Lives from the seed on.
     *
     * @param millis how much of the processor's time at most
     * @return lives lived, and, if a promise was broken, the seed, the promise and what was seen
     */
    public static String[] hunt(long seed, long lives, long millis) {
        var simulator = new Simulator();
        long end = cpu() + millis * 1_000_000;
        long lived = 0;
        while (lived < lives && (lived == 0 || cpu() < end)) {
            Optional<Breach> breach = simulator.run(seed + lived).life().breach();
            lived++;
            if (breach.isPresent()) {
                return new String[]{"" + lived, "" + (seed + lived - 1), breach.get().promise(), breach.get().what()};
            }
        }
        return new String[]{"" + lived};
    }
}
