package io.althing.chaos.sim.time;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance that can be repeated. Each purpose throws its own dice, so that leaving out one fault does not change what befalls the rest.
 * One thread.
 */
public final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final SplittableRandom random;

    /** The dice of a seed. */
    public Dice(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** Other dice, decided by the same seed and the purpose. */
    public Dice of(String purpose) {
        long mixed = seed;
        for (int i = 0; i < purpose.length(); i++) {
            mixed = (mixed ^ purpose.charAt(i)) * GOLDEN;
            mixed ^= mixed >>> 29;
        }
        return new Dice(mixed);
    }

    /** Whether something of this probability happens. */
    public boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** A number from 0 to the bound, which is excluded. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number between both, both included. */
    public long between(long least, long most) {
        return least + random.nextLong(most - least + 1);
    }

    /** One of them. */
    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** How many of so many trials succeed: exactly drawn for few, by the normal law for many. */
    public long successes(long trials, double probability) {
        if (trials <= 64) {
            long count = 0;
            for (long i = 0; i < trials; i++) {
                count += random.nextDouble() < probability ? 1 : 0;
            }
            return count;
        }
        double spread = StrictMath.sqrt(trials * probability * (1 - probability));
        return Math.clamp(StrictMath.round(trials * probability + spread * gaussian()), 0, trials);
    }

    /** Twelve uniform numbers make a normal one that is good enough and the same everywhere. */
    private double gaussian() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
