package io.althing.chaos.canary;

import static io.althing.chaos.canary.Table.NONE;
import static io.althing.chaos.canary.Table.row;

import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.registry.evidence.ComponentWealth;
import io.althing.registry.evidence.Dependence;
import io.althing.registry.evidence.EvidenceCombination;
import io.althing.registry.evidence.LogWealth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Ways to add up five regions' evidence, error rate 1 %, alpha 0.05, a hundred looks of 100 + 1,900 requests. */
final class RegionTable {
    private static final int COUNT = 5;
    private static final int LOOKS = 100;
    private static final double STABLE = 0.01;
    private static final double FLAG = 1.959964;
    private static final double BOUND = Math.log(20);
    private static final int TALLIES = 7;

    private final Effort effort;

    RegionTable(Effort effort) {
        this.effort = effort;
    }

    /** What happens to the regions. */
    private record Scenario(double[] rates, boolean shocks, boolean mirrored, boolean liar) {
        static Scenario harm(int regions, double rate) {
            double[] rates = new double[COUNT];
            for (int k = 0; k < COUNT; k++) {
                rates[k] = k < regions ? rate : STABLE;
            }
            return new Scenario(rates, false, false, false);
        }
    }

    private record Outcome(double[] share, double[] samples) {}

    Table table() {
        Scenario none = Scenario.harm(0, STABLE);
        Outcome plain = run(none);
        Outcome shocks = run(new Scenario(none.rates(), true, false, false));
        Outcome mirrored = run(new Scenario(none.rates(), false, true, false));
        Outcome liar = run(new Scenario(none.rates(), false, false, true));
        Outcome all = run(Scenario.harm(5, 0.013));
        Outcome one = run(Scenario.harm(1, 0.03));
        Outcome two = run(Scenario.harm(2, 0.02));
        String[] names = {"any region, z repeated", "majority of z flags", "average", "product of regions' evidence",
                "product by component", "the ballot: average and floored product by component",
                "the ballot, any one region dropped"};
        double[][] published = {{.874, .856, .338, .874, 1.0, 311, 165, 195}, {.215, .207, .338, .215, 1.0, 1757, NONE,
                NONE}, {.020, .017, .024, 1.0, .92, 4392, 569, 1100}, {.009, .008, .274, 1.0, .97, 3350, 786, 1201},
                {.019, .015, .421, 1.0, 1.00, 2283, 1375, 1343}, {.021, .017, .245, 1.0, 1.00, 2857, 579, 955},
                {.000, .000, .192, .019, .93, 5149, NONE, 2188}};
        List<Table.Row> rows = new ArrayList<>();
        for (int t = 0; t < TALLIES; t++) {
            double[] p = published[t];
            rows.add(row(names[t], t >= 5, plain.share()[t], p[0], shocks.share()[t], p[1], mirrored.share()[t], p[2],
                    liar.share()[t], p[3], all.share()[t], p[4], all.samples()[t], p[5], one.samples()[t], p[6],
                    two.samples()[t], p[7]));
        }
        return new Table("Five regions' evidence added up in different ways",
                "P: share rolled back; N: mean canary requests of each region among those",
                List.of("none harmed: P", "none, common shocks: P", "none, mirrored data: P", "none, one sends 1e6: P",
                        "all 1→1.3 %: P", "all 1→1.3 %: N", "one 1→3 %: N", "two 1→2 %: N"),
                rows);
    }

    private Outcome run(Scenario scenario) {
        Draws draws = new Draws(effort.seed() + scenario.hashCode() % 1000 + Double.hashCode(scenario.rates()[0]));
        int streams = Math.max(40, effort.streams() / 10);
        double[] share = new double[TALLIES];
        double[] samples = new double[TALLIES];
        for (int s = 0; s < streams; s++) {
            int[] found = stream(draws, scenario);
            for (int t = 0; t < TALLIES; t++) {
                share[t] += found[t] > 0 ? 1 : 0;
                samples[t] += 100.0 * found[t];
            }
        }
        for (int t = 0; t < TALLIES; t++) {
            samples[t] = share[t] == 0 ? NONE : samples[t] / share[t];
            share[t] /= streams;
        }
        return new Outcome(share, samples);
    }

    private static int[] stream(Draws draws, Scenario scenario) {
        List<CanaryAnalysis> analyses = new ArrayList<>();
        List<Contrast> counts = new ArrayList<>();
        for (int k = 0; k < COUNT; k++) {
            analyses.add(Setup.rateAnalysis(CanarySettings.of(Setup.rate(Setup.anyHarm())), STABLE));
            counts.add(Contrast.errors());
        }
        int[] found = new int[TALLIES];
        boolean[] flagged = new boolean[COUNT];
        for (int look = 1; look <= LOOKS; look++) {
            double shock = scenario.shocks() && draws.happens(0.1) ? 3 : 1;
            List<ComponentWealth> evidence = new ArrayList<>();
            int flags = 0;
            int bad = 0;
            int stableBad = 0;
            for (int k = 0; k < COUNT; k++) {
                if (!scenario.mirrored() || k == 0) {
                    bad = draws.binomial(100, shock * scenario.rates()[k]);
                    stableBad = draws.binomial(1900, shock * STABLE);
                }
                counts.get(k).look(100, bad, 1900, stableBad);
                flagged[k] |= Math.abs(counts.get(k).z()) > FLAG;
                flags += flagged[k] ? 1 : 0;
                Setup.close(analyses.get(k), bad, stableBad);
                evidence.add(analyses.get(k).evidence().of("bad").rollback());
            }
            if (scenario.liar()) {
                evidence.set(COUNT - 1,
                        new ComponentWealth(Collections.nCopies(ComponentWealth.SIZE, LogWealth.of(Math.log(1e6)))));
            }
            boolean[] now = tallies(evidence, flags);
            for (int t = 0; t < TALLIES; t++) {
                found[t] = found[t] == 0 && now[t] ? look : found[t];
            }
        }
        return found;
    }

    private static boolean[] tallies(List<ComponentWealth> regions, int flags) {
        double sum = 0;
        double product = 0;
        for (ComponentWealth region : regions) {
            double log = region.mixture().toDouble();
            sum += Math.exp(log) / regions.size();
            product += log;
        }
        double components = 0;
        for (int j = 0; j < ComponentWealth.SIZE; j++) {
            double log = 0;
            for (ComponentWealth region : regions) {
                log += region.components().get(j).toDouble();
            }
            components += ComponentWealth.weight(j) * Math.exp(log);
        }
        return new boolean[]{flags >= 1, flags > COUNT / 2, sum >= 20, product >= BOUND, components >= 20,
                EvidenceCombination.rollback(regions, Dependence.INDEPENDENT).toDouble() >= BOUND,
                EvidenceCombination.rollback(regions, Dependence.INDEPENDENT, 1).toDouble() >= BOUND};
    }
}
