package io.althing.chaos.mutant;

import io.althing.chaos.drill.Scratch;
import io.althing.chaos.power.PowerDrill;
import io.althing.chaos.sim.promise.Breach;
import io.althing.chaos.sim.time.Dice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What became of one planted bug.
 *
 * @param seconds of the processor (of a clock, in a process of its own) it took to catch it, or to hunt it in vain
 * @param lives how many simulated lives, or runs of a drill, that took
 * @param caught by what; empty if it got away
 */
record Hunt(Mutant mutant, double seconds, long lives, Optional<Catch> caught) {
    private static final int POWER_MORE = 3;

    /** The life and the broken promise that gave a bug away. */
    record Catch(long seed, String promise, String what) {
        static Catch of(long seed, Breach breach) {
            return new Catch(seed, breach.promise(), breach.what());
        }
    }

    /** Hunts for a bug, or, without one, for whatever is there. */
    static Hunt of(Mutant mutant, boolean planted, long seed, long millis) {
        return switch (mutant.where()) {
            case Where.Lives lives -> simulated(mutant, planted, seed, millis);
            case Where.Orders orders -> simulated(mutant, planted, seed, millis);
            case Where.Votes votes -> inAProcess(mutant, planted,
                    (directory, flags) -> VotingDrill.run(directory, flags, seed));
            case Where.Power power -> inAProcess(mutant, planted,
                    (directory, flags) -> new PowerDrill(power.work(), flags)
                            .run(directory, new Dice(seed).of(mutant.name()).below(POWER_MORE))
                            .map(b -> Catch.of(seed, b)));
        };
    }

    /** A drill in a process of its own, on a directory and with flags for the virtual machine. */
    private interface Drill {
        Optional<Catch> run(Path directory, List<String> flags) throws IOException, InterruptedException;
    }

    private static Hunt inAProcess(Mutant mutant, boolean planted, Drill drill) {
        long start = System.nanoTime();
        try (Scratch scratch = Scratch.in(Path.of("chaos", "drill"), mutant.name(), false)) {
            List<String> flags = planted ? List.of(PlantingAgent.flag(mutant, scratch.directory())) : List.of();
            Optional<Catch> caught = drill.run(scratch.directory(), flags);
            return new Hunt(mutant, (System.nanoTime() - start) / 1e9, 1, caught);
        } catch (IOException e) {
            throw new UncheckedIOException("the drill for mutant " + mutant.name() + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the drill for mutant " + mutant.name() + " was interrupted", e);
        }
    }

    private static Hunt simulated(Mutant mutant, boolean planted, long seed, long millis) {
        long start = Probe.cpu();
        var loader = new MutantLoader(Hunt.class.getClassLoader(), planted ? Optional.of(mutant) : Optional.empty());
        String[] found = probe(loader, mutant.where() instanceof Where.Orders ? "orders" : "hunt", seed, millis);
        if (planted && !loader.planted()) {
            throw new IllegalStateException(
                    "mutant " + mutant.name() + ": class " + mutant.type() + " was never loaded");
        }
        Optional<Catch> caught = found.length == 1
                ? Optional.empty()
                : Optional.of(new Catch(Long.parseLong(found[1]), found[2], found[3]));
        return new Hunt(mutant, (Probe.cpu() - start) / 1e9, Long.parseLong(found[0]), caught);
    }

    private static String[] probe(ClassLoader loader, String what, long seed, long millis) {
        try {
            return (String[]) loader.loadClass(Probe.class.getName())
                    .getMethod(what, long.class, long.class, long.class).invoke(null, seed, Long.MAX_VALUE, millis);
        } catch (InvocationTargetException e) {
            return new String[]{"1", "" + seed, "nothing-stumbles", String.valueOf(e.getCause())};
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the probe is gone: " + e.getMessage(), e);
        }
    }
}
