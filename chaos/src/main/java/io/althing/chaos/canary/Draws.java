package io.althing.chaos.canary;

import java.util.SplittableRandom;

/** Random draws of the benchmark. */
final class Draws {

    private final SplittableRandom random;

    Draws(long seed) {
        this.random = new SplittableRandom(seed);
    }

    double uniform() {
        return random.nextDouble();
    }

    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    double normal() {
        return random.nextGaussian();
    }

    /** Latency with a median of 20 ms. */
    double lognormal(double sigma) {
        return 20 * Math.exp(sigma * random.nextGaussian());
    }

    /** Successes among n, by skipping from one to the next. */
    int binomial(int n, double p) {
        if (p > 0.5) {
            return n - binomial(n, 1 - p);
        }
        if (p <= 0) {
            return 0;
        }
        double log = Math.log1p(-p);
        int successes = 0;
        double at = 0;
        while (true) {
            at += Math.floor(Math.log(1 - random.nextDouble()) / log) + 1;
            if (at > n) {
                return successes;
            }
            successes++;
        }
    }
}
