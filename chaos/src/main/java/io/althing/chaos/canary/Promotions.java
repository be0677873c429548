package io.althing.chaos.canary;

import io.althing.canary.Boundary;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Limits;
import io.althing.canary.Look;
import io.althing.canary.Verdict;
import io.althing.chaos.canary.Setup.Traffic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A5: verdicts with an odds-ratio margin of 1.5 at an error rate of one per cent. */
final class Promotions {

    private static final double STABLE = 0.01;
    private static final int LOOKS = 100;

    private final Effort effort;
    private final CanarySettings settings = CanarySettings
            .of(Setup.rate(new Limits(Boundary.ZERO, Optional.of(new Boundary.OddsRatio(new BigDecimal("1.5"))),
                    Optional.empty())))
            .with(Setup.TWENTIETH);

    Promotions(Effort effort) {
        this.effort = effort;
    }

    /** How often verdicts fell, and the mean canary samples to promotion. */
    record Shares(double rolledBack, double promoted, double meanToPromote, double shownSafe) {}

    List<Bar> bars() {
        double odds = 1.5 * STABLE / (1 - STABLE);
        Shares margin = run(odds / (1 + odds), effort.streams());
        Shares equal = run(STABLE, effort.streams());
        return List.of(
                Bar.atMost("A5", "false promotion at the margin (evidence alone)", margin.shownSafe(),
                        effort.limit(0.05)),
                Bar.atMost("A5", "false promotion at the margin (verdicts)", margin.promoted(), effort.limit(0.05)),
                Bar.atLeast("A5", "equal canary promoted within 10,000 samples", equal.promoted(),
                        0.93 / effort.limit(1)),
                Bar.atMost("A5", "equal canary, mean samples to promotion", equal.meanToPromote(), effort.limit(3900)),
                Bar.atMost("A5", "equal canary rolled back", equal.rolledBack(), 0.05));
    }

    /** Verdicts by how much worse the canary is, beside the published ones. */
    Table table() {
        double[] ratios = {0.8, 1, 1.25, 1.5, 2};
        double[][] published = {{.001, .999, 0, 2009}, {.016, .950, .034, 3566}, {.409, .349, .242, Table.NONE},
                {.944, .031, .025, Table.NONE}, {1, 0, 0, Table.NONE}};
        List<Table.Row> rows = new ArrayList<>();
        for (int r = 0; r < ratios.length; r++) {
            Shares shares = run(STABLE * ratios[r], Math.max(100, effort.streams() / 5));
            rows.add(Table.row("canary's errors " + ratios[r] + " times stable's", true, shares.rolledBack(),
                    published[r][0], shares.promoted(), published[r][1],
                    Math.max(0, 1 - shares.rolledBack() - shares.promoted()),
                    published[r][2], shares.promoted() == 0 ? Table.NONE : shares.meanToPromote(), published[r][3]));
        }
        return new Table(
                "Verdicts within 10,000 canary requests, error rate 1 %, odds-ratio margin 1.5, both alphas 0.05",
                "shares, and mean canary requests to a promotion",
                List.of("rolled back", "promoted", "undecided", "requests to promotion"), rows);
    }

    private Shares run(double canary, int streams) {
        Draws draws = new Draws(effort.seed() + Double.hashCode(canary));
        int rolledBack = 0;
        int promoted = 0;
        int shownSafe = 0;
        double samples = 0;
        for (int s = 0; s < streams; s++) {
            CanaryAnalysis analysis = Setup.rateAnalysis(settings, STABLE);
            boolean open = true;
            boolean safe = false;
            for (int look = 1; look <= LOOKS && (open || !safe); look++) {
                Look closed = Setup.look(analysis, draws, Traffic.usual(canary, STABLE));
                safe |= closed.evidence().of("bad").peak().promote().toDouble() >= Math.log(20);
                if (open && closed.verdict() instanceof Verdict.Rollback) {
                    rolledBack++;
                    open = false;
                } else if (open && closed.verdict() instanceof Verdict.Promote) {
                    promoted++;
                    samples += 100.0 * look;
                    open = false;
                }
            }
            shownSafe += safe ? 1 : 0;
        }
        double n = streams;
        return new Shares(rolledBack / n, promoted / n, promoted == 0 ? 0 : samples / promoted, shownSafe / n);
    }
}
