package io.althing.chaos.canary;

import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Look;
import io.althing.chaos.canary.Setup.Traffic;
import io.althing.foresight.EarlyWarning;
import io.althing.foresight.EarlyWarning.Level;
import io.althing.foresight.EarlyWarning.Warning;
import io.althing.foresight.Trace;
import io.althing.registry.evidence.LogWealth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A13: early warnings on rollouts simulated one after another, a look a minute. Four in ten go wrong from some look on, the
 * error rate creeping up from one per cent; the later rollouts are held out. The warning is given half the budget, for what it learns is
 * uncertain.
 */
final class Warnings {
    private static final int LOOKS = 100;
    private static final int HORIZON = 15;
    private static final LogWealth BOUND = LogWealth.bound(10_000);

    private final Effort effort;
    private final CanarySettings settings = CanarySettings.of(Setup.rate(Setup.anyHarm()));

    Warnings(Effort effort) {
        this.effort = effort;
    }

    /** What the held-out rollouts amounted to. */
    private static final class Tally {
        private int looks;
        private int falseAlarms;
        private int crossed;
        private int foretold;
        private double brier;
        private double persistence;
        private final List<Integer> leads = new ArrayList<>();
    }

    List<Bar> bars() {
        Draws draws = new Draws(effort.seed() + 13);
        List<Trace> past = traces(draws, 300);
        EarlyWarning.Settings how = new EarlyWarning.Settings(BOUND, HORIZON, 100, 0.5 / 1440, effort.seed());
        EarlyWarning warning = EarlyWarning.train(how, past);
        Tally tally = new Tally();
        for (Trace trace : traces(draws, effort.streams() < 1000 ? 100 : 300)) {
            follow(warning, trace, tally);
        }
        Collections.sort(tally.leads);
        double lead = tally.leads.isEmpty() ? 0 : tally.leads.get(tally.leads.size() / 2);
        double precision = tally.foretold + tally.falseAlarms == 0
                ? 0
                : tally.foretold / (double) (tally.foretold + tally.falseAlarms);
        return List.of(
                Bar.atMost("A13", "false alarms a day and region", 1440.0 * tally.falseAlarms / tally.looks,
                        effort.limit(1)),
                Bar.atLeast("A13", "precision of alarms", precision, 0.5),
                Bar.atLeast("A13", "recall: rollbacks foretold", tally.foretold / (double) Math.max(1, tally.crossed),
                        0.3),
                Bar.atLeast("A13", "median lead, looks", lead, 3),
                Bar.atLeast("A13", "Brier skill over persistence", 1 - tally.brier / tally.persistence, 0.01));
    }

    private static void follow(EarlyWarning warning, Trace trace, Tally tally) {
        int crossing = Math.toIntExact(trace.evidence().stream().takeWhile(e -> !e.atLeast(BOUND)).count());
        boolean crosses = crossing < trace.looks().size();
        boolean alarmed = false;
        for (int look = 0; look < crossing; look++) {
            Trace soFar = new Trace(trace.looks().subList(0, look + 1), trace.evidence().subList(0, look + 1));
            Warning foretold = warning.assess(soFar);
            double happens = crosses && crossing - look <= HORIZON ? 1 : 0;
            tally.looks++;
            tally.brier += (foretold.probability() - happens) * (foretold.probability() - happens);
            tally.persistence += happens;
            if (foretold.level() == Level.ACT && !alarmed) {
                alarmed = true;
                tally.falseAlarms += happens == 1 ? 0 : 1;
                tally.foretold += happens == 1 ? 1 : 0;
                if (happens == 1) {
                    tally.leads.add(crossing - look);
                }
            }
        }
        tally.crossed += crosses ? 1 : 0;
    }

    private List<Trace> traces(Draws draws, int count) {
        List<Trace> traces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean harmful = draws.happens(0.4);
            int onset = (int) (80 * draws.uniform());
            double creep = 0.0005 + 0.002 * draws.uniform();
            CanaryAnalysis analysis = Setup.rateAnalysis(settings, 0.01);
            List<Look> looks = new ArrayList<>();
            for (int look = 0; look < LOOKS; look++) {
                double rate = 0.01 + (harmful && look > onset ? creep * (look - onset) : 0);
                looks.add(Setup.look(analysis, draws, Traffic.usual(Math.min(0.2, rate), 0.01)));
            }
            traces.add(Trace.of(looks));
        }
        return traces;
    }
}
