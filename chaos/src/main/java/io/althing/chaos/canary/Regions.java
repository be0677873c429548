package io.althing.chaos.canary;

import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.chaos.canary.Setup.Traffic;
import io.althing.registry.evidence.ComponentWealth;
import io.althing.registry.evidence.Dependence;
import io.althing.registry.evidence.EvidenceCombination;
import io.althing.registry.evidence.LogWealth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A6: five regions combine their evidence; error rate one per cent, alpha 0.05, a hundred looks. */
final class Regions {

    private static final int COUNT = 5;
    private static final int LOOKS = 100;
    private static final double STABLE = 0.01;

    private final Effort effort;
    private final CanarySettings settings = CanarySettings.of(Setup.rate(Setup.anyHarm()));

    Regions(Effort effort) {
        this.effort = effort;
    }

    private record Outcome(double share, double meanSamples) {}

    List<Bar> bars() {
        Function<List<ComponentWealth>, LogWealth> ballot = r -> EvidenceCombination.rollback(r,
                Dependence.INDEPENDENT);
        Function<List<ComponentWealth>, LogWealth> oneOut = r -> EvidenceCombination.rollback(r, Dependence.INDEPENDENT,
                1);
        Outcome all = run(ballot, rates(5, 0.013), 0);
        Outcome one = run(ballot, rates(1, 0.03), 0);
        Outcome two = run(ballot, rates(2, 0.02), 0);
        Outcome veto = run(r -> ballot.apply(replaced(r, LogWealth.NOTHING)), rates(5, 0.013), 0);
        List<Bar> bars = new ArrayList<>();
        bars.add(Bar.atMost("A6", "five regions, none harmed: rolled back", run(ballot, rates(0, 0), 0).share(), 0.05));
        bars.add(Bar.atMost("A6", "common shocks, none harmed: rolled back", run(ballot, rates(0, 0), 0.1).share(),
                0.05));
        bars.add(Bar.atLeast("A6", "all 1→1.3 %: found", all.share(), 0.98));
        bars.add(Bar.atMost("A6", "all 1→1.3 %: samples per region", all.meanSamples(), effort.limit(2857 * 1.1)));
        bars.add(Bar.atMost("A6", "one 1→3 %: samples per region", one.meanSamples(), effort.limit(579 * 1.1)));
        bars.add(Bar.atMost("A6", "two 1→2 %: samples per region", two.meanSamples(), effort.limit(955 * 1.1)));
        bars.add(Bar.atMost("A6", "one region sends a million, one untrusted: rolled back",
                run(r -> oneOut.apply(replaced(r, LogWealth.of(Math.log(1e6)))), rates(0, 0), 0).share(), 0.05));
        bars.add(Bar.atLeast("A6", "one region sends nothing, all 1→1.3 %: found", veto.share(), 0.95));
        bars.add(Bar.atMost("A6", "mirrored data under equal salts: rolled back", mirrored(), 0.05));
        return bars;
    }

    private static double[] rates(int harmed, double rate) {
        return IntStream.range(0, COUNT).mapToDouble(k -> k < harmed ? rate : STABLE).toArray();
    }

    private static List<ComponentWealth> replaced(List<ComponentWealth> regions, LogWealth sent) {
        List<ComponentWealth> altered = new ArrayList<>(regions);
        altered.set(COUNT - 1, new ComponentWealth(Collections.nCopies(ComponentWealth.SIZE, sent)));
        return altered;
    }

    private Outcome run(Function<List<ComponentWealth>, LogWealth> rule, double[] rates, double shockShare) {
        Draws draws = new Draws(effort.seed() + 31L * Double.hashCode(rates[0]) + Double.hashCode(rates[1]));
        int replications = Math.max(100, effort.streams() * 3 / 10);
        int found = 0;
        double samples = 0;
        for (int s = 0; s < replications; s++) {
            List<CanaryAnalysis> regions = IntStream.range(0, COUNT).mapToObj(k -> Setup.rateAnalysis(settings, STABLE))
                    .toList();
            for (int look = 1; look <= LOOKS; look++) {
                double shock = draws.happens(shockShare) ? 3 : 1;
                List<ComponentWealth> evidence = new ArrayList<>();
                for (int k = 0; k < COUNT; k++) {
                    Traffic traffic = Traffic.usual(shock * rates[k], shock * STABLE);
                    evidence.add(Setup.look(regions.get(k), draws, traffic).evidence().of("bad").rollback());
                }
                if (rule.apply(evidence).toDouble() >= Math.log(20)) {
                    found++;
                    samples += 100.0 * look;
                    break;
                }
            }
        }
        return new Outcome(found / (double) replications, found == 0 ? 0 : samples / found);
    }

    private double mirrored() {
        Draws draws = new Draws(effort.seed() + 77);
        Dependence dependence = Dependence.ofSalts(Collections.nCopies(COUNT, "salt"));
        int replications = Math.max(100, effort.streams() * 3 / 10);
        int found = 0;
        for (int s = 0; s < replications; s++) {
            CanaryAnalysis one = Setup.rateAnalysis(settings, STABLE);
            for (int look = 1; look <= LOOKS; look++) {
                ComponentWealth evidence = Setup.look(one, draws, Traffic.usual(STABLE, STABLE)).evidence().of("bad")
                        .rollback();
                if (EvidenceCombination.rollback(Collections.nCopies(COUNT, evidence), dependence).toDouble() >= Math
                        .log(20)) {
                    found++;
                    break;
                }
            }
        }
        return found / (double) replications;
    }
}
