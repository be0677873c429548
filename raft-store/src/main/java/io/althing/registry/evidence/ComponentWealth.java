package io.althing.registry.evidence;

import java.util.Collections;
import java.util.List;

/**
 * The log-wealths of the seven components of one betting mixture. Component j bets on a harm of about 0.0025·2ʲ standard
 * deviations; the mixture weighs the components by {@link #WEIGHTS}. Regions exchange components rather than finished
 * evidence because effects are usually alike across regions, and then the price of not knowing their size is paid once.
 *
 * @param components
 *            exactly seven, in order of bet size
 */
public record ComponentWealth(List<LogWealth> components) {

    /** Number of components. */
    public static final int SIZE = 7;

    /** Prior weights of the components, in twenty-fifths. */
    public static final List<Integer> WEIGHTS = List.of(1, 3, 6, 6, 4, 3, 2);

    /** Before any observation: every component has a wealth of one. */
    public static final ComponentWealth NONE = new ComponentWealth(Collections.nCopies(SIZE, LogWealth.ONE));

    private static final double WEIGHT_SUM = 25;

    /**
     * @throws IllegalArgumentException
     *             unless there are seven components
     */
    public ComponentWealth {
        components = List.copyOf(components);
        if (components.size() != SIZE) {
            throw new IllegalArgumentException("a component wealth has " + SIZE + " entries, got " + components.size());
        }
    }

    /** Prior weight of component j as a fraction. */
    public static double weight(int j) {
        return WEIGHTS.get(j) / WEIGHT_SUM;
    }

    /** The evidence of the whole mixture: ln Σ gⱼ·Bⱼ. */
    public LogWealth mixture() {
        return LogWealth.of(logMixture());
    }

    double logMixture() {
        double[] terms = new double[SIZE];
        for (int j = 0; j < SIZE; j++) {
            terms[j] = StrictMath.log(weight(j)) + components.get(j).toDouble();
        }
        return LogSum.of(terms);
    }
}
