package io.althing.chaos.mutant;

import io.althing.chaos.sim.Simulator;
import io.althing.chaos.sim.promise.Breach;
import io.althing.chaos.single.OrdersDrill;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.LongFunction;

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
        return look(one -> simulator.run(one).life().breach(), seed, lives, millis);
    }

    /** The same, with late orders to a fence in place of lives. */
    public static String[] orders(long seed, long runs, long millis) {
        return look(OrdersDrill::run, seed, runs, millis);
    }

    private static String[] look(LongFunction<Optional<Breach>> life, long seed, long lives, long millis) {
        long end = cpu() + millis * 1_000_000;
        long lived = 0;
        while (lived < lives && (lived == 0 || cpu() < end)) {
            Optional<Breach> breach = life.apply(seed + lived);
            lived++;
            if (breach.isPresent()) {
                return new String[]{"" + lived, "" + (seed + lived - 1), breach.get().promise(), breach.get().what()};
            }
        }
        return new String[]{"" + lived};
    }
}
