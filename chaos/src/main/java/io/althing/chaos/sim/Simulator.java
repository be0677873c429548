package io.althing.chaos.sim;

import io.althing.chaos.sim.promise.Breach;
import io.althing.chaos.sim.time.Dice;
import java.util.List;

/** Runs simulations by seed: the same seed is the same life, on every machine. One thread. */
public final class Simulator {
    private final Library library = new Library();

    /** A simulator with an empty library. */
    public Simulator() {}

    /**
     * A life and what decided it.
     *
     * @param variety how the cluster was made
     * @param steps what befell it
     */
    public record Run(long seed, Variety variety, List<Timed> steps, SimArena.Life life) {
        /** The broken promise in words, with everything needed to see it again. */
        public String report() {
            var text = new StringBuilder("seed " + seed + "\n" + variety + "\n");
            steps.forEach(step -> text.append("  ").append(step).append('\n'));
            life.breach().ifPresent(b -> text.append("broken at ").append(b.atMillis()).append(" ms: ")
                    .append(b.promise()).append(": ").append(b.what()).append('\n'));
            return text.toString();
        }
    }

    /** The life of a seed. */
    public Run run(long seed) {
        Dice dice = new Dice(seed).of("life");
        Variety variety = Variety.drawn(dice.of("variety"));
        return run(seed, variety, Fates.drawn(dice.of("fates"), variety));
    }

    /** The same cluster with other steps. */
    public Run run(long seed, Variety variety, List<Timed> steps) {
        return new Run(seed, variety, steps, new SimArena(seed, variety, steps, library).run());
    }

    /**
     * Leaves out steps as long as the same promise is broken.
     *
     * @param failed a run that broke a promise
     * @param tries how many runs it may cost
     */
    public Run shrink(Run failed, int tries) {
        String promise = failed.life().breach().map(Breach::promise).orElseThrow();
        Run smallest = failed;
        int left = tries;
        for (int chunk = Math.max(1, failed.steps().size() / 2); chunk >= 1; chunk /= 2) {
            for (int from = 0; from < smallest.steps().size() && left > 0; left--) {
                List<Timed> fewer = without(smallest.steps(), from, chunk);
                Run tried = run(failed.seed(), failed.variety(), fewer);
                if (tried.life().breach().filter(b -> b.promise().equals(promise)).isPresent()) {
                    smallest = tried;
                } else {
                    from += chunk;
                }
            }
        }
        return smallest;
    }

    private static List<Timed> without(List<Timed> steps, int from, int count) {
        var fewer = new java.util.ArrayList<>(steps);
        fewer.subList(from, Math.min(steps.size(), from + count)).clear();
        return List.copyOf(fewer);
    }
}
