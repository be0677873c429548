package io.althing.registry.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Combines evidence so that the error bound survives. Null hypotheses: for a rollback "no region is harmed" (the average
 * of Vovk and Wang, arXiv 1912.06116, mixed with a floored product taken component by component); for a promotion "some
 * region is harmed beyond the margin" (the minimum). All methods are pure and deterministic; costs are at most a few
 * milliseconds whatever the arguments.
 */
public final class EvidenceCombination {

    private static final double LN_HALF = StrictMath.log(0.5);

    private EvidenceCombination() {}

    /** The average of the regions' evidences: valid under any dependence. No regions: a wealth of one. */
    public static LogWealth average(List<ComponentWealth> regions) {
        return LogWealth.of(logAverage(regions));
    }

    /**
     * The product over regions taken inside each component, each factor floored at one half so that a single zero
     * vetoes nothing: Σ gⱼ Π (1 + Bₖⱼ)/2. Valid for independent regions only.
     */
    public static LogWealth flooredProduct(List<ComponentWealth> regions) {
        return LogWealth.of(logFlooredProduct(regions));
    }

    /** Evidence that some region is harmed: half the average, half the floored product; the average alone if shared. */
    public static LogWealth rollback(List<ComponentWealth> regions, Dependence dependence) {
        return LogWealth.of(logRollback(regions, dependence));
    }

    /**
     * Evidence that more regions are harmed than could be lying: the least evidence over all ways to leave out
     * {@code untrusted} regions. A wealth of one when nobody would be left.
     *
     * @throws IllegalArgumentException
     *             if {@code untrusted} is negative
     */
    public static LogWealth rollback(List<ComponentWealth> regions, Dependence dependence, int untrusted) {
        return LogWealth.of(LeaveOut.least(regions, untrusted, kept -> logRollback(kept, dependence)));
    }

    /**
     * Evidence that every region but {@code dropped} is free of harm beyond the margin: the least promotion evidence
     * after the {@code dropped} smallest. A wealth of one when nobody is left.
     */
    public static LogWealth promote(List<LogWealth> regions, int dropped) {
        if (dropped < 0) {
            throw new IllegalArgumentException("dropped must not be negative, was " + dropped);
        }
        return regions.stream().sorted().skip(dropped).findFirst().orElse(LogWealth.ONE);
    }

    /**
     * The weighted average of evidences, weights normalised to one: an allocation of alpha, valid under any dependence.
     * A wealth of one when the weights are all zero.
     *
     * @throws IllegalArgumentException
     *             if the lists differ in length or a weight is negative
     */
    public static LogWealth weighted(List<LogWealth> evidences, List<Long> weights) {
        if (evidences.size() != weights.size() || weights.stream().anyMatch(w -> w < 0)) {
            throw new IllegalArgumentException("each evidence needs one weight that is not negative");
        }
        double sum = 0;
        for (long weight : weights) {
            sum += weight;
        }
        if (sum == 0) {
            return LogWealth.ONE;
        }
        double[] terms = new double[evidences.size()];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = StrictMath.log(weights.get(i) / sum) + evidences.get(i).toDouble();
        }
        return LogWealth.of(LogSum.of(terms));
    }

    /**
     * Makes the running maximum of an e-process, watched from outside its own filtration, safe to average:
     * A(x) = (x − 1 − ln x)/(ln x)² for x &gt; 1, else ½ (Choe and Ramdas, arXiv 2402.09698).
     */
    public static LogWealth adjusted(LogWealth maximum) {
        double log = maximum.toDouble();
        if (log < 1e-6) {
            return LogWealth.of(LN_HALF);
        }
        double numerator = log < 30 ? StrictMath.log(StrictMath.expm1(log) - log) : log;
        return LogWealth.of(numerator - 2 * StrictMath.log(log));
    }

    /**
     * Which evidences are discoveries at a false discovery rate of alpha: the e-BH procedure of Wang and Ramdas (arXiv
     * 2009.02824), valid under any dependence.
     *
     * @return indexes into the argument, ascending
     */
    public static List<Integer> discoveries(List<LogWealth> evidences, long alphaMillionths) {
        double bound = LogWealth.bound(alphaMillionths).toDouble();
        List<Integer> order = IntStream.range(0, evidences.size()).boxed()
                .sorted(Comparator.comparing((Integer i) -> evidences.get(i)).reversed().thenComparing(i -> i))
                .toList();
        int found = 0;
        for (int k = 1; k <= order.size(); k++) {
            double needed = StrictMath.log(order.size()) - StrictMath.log(k) + bound;
            if (evidences.get(order.get(k - 1)).atLeast(LogWealth.of(needed))) {
                found = k;
            }
        }
        return order.subList(0, found).stream().sorted().toList();
    }

    private static double logRollback(List<ComponentWealth> regions, Dependence dependence) {
        double average = logAverage(regions);
        return switch (dependence) {
            case SHARED -> average;
            case INDEPENDENT ->
                LogSum.of(new double[]{LN_HALF + average, LN_HALF + logFlooredProduct(regions)});
        };
    }

    private static double logAverage(List<ComponentWealth> regions) {
        if (regions.isEmpty()) {
            return 0;
        }
        List<Double> logs = new ArrayList<>();
        regions.forEach(region -> logs.add(region.logMixture()));
        return LogSum.of(logs.stream().mapToDouble(Double::doubleValue).toArray()) - StrictMath.log(regions.size());
    }

    private static double logFlooredProduct(List<ComponentWealth> regions) {
        double[] terms = new double[ComponentWealth.SIZE];
        for (int j = 0; j < terms.length; j++) {
            double log = StrictMath.log(ComponentWealth.weight(j));
            for (ComponentWealth region : regions) {
                log += LogSum.halfOnePlus(region.components().get(j).toDouble());
            }
            terms[j] = log;
        }
        return LogSum.of(terms);
    }
}
