package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;

/** How often rules for latency roll back a harmless canary over a hundred looks of 100 and 1,900 requests. */
final class LatencyAlarms {
    private static final int LOOKS = 100;
    private static final int CANARY = 100;
    private static final int STABLE = 1900;
    private static final int RULES = 11;

    private final Effort effort;

    LatencyAlarms(Effort effort) {
        this.effort = effort;
    }

    /** What one stream holds. */
    private static final class Stream {
        private final Histograms window = new Histograms();
        private final Histograms equal = new Histograms();
        private final Histograms all = new Histograms();
        private final LookMeans large = new LookMeans(LOOKS);
        private final LookMeans even = new LookMeans(LOOKS);
        private final CanaryAnalysis bets;
        private final CanaryAnalysis p95;
        private final boolean[] done = new boolean[RULES];

        Stream(Draws draws, double sigma) {
            bets = LatencyStreams.begun(LatencyStreams.Rule.ANY_HARM, draws, sigma);
            p95 = LatencyStreams.begun(LatencyStreams.Rule.P95_ONLY, draws, sigma);
        }

        void look(Draws draws, double sigma) {
            window.clear();
            equal.clear();
            for (int i = 0; i < CANARY + STABLE; i++) {
                boolean toCanary = i < CANARY;
                double value = draws.lognormal(sigma);
                window.add(toCanary, value);
                all.add(toCanary, value);
                if (i < 2 * CANARY) {
                    equal.add(toCanary, value);
                }
                Arm arm = toCanary ? Arm.CANARY : Arm.STABLE;
                bets.record(arm, "latency", value);
                p95.record(arm, "latency", value);
            }
            large.look(window.canaryMean(), window.stableMean());
            even.look(equal.canaryMean(), equal.stableMean());
            double bet = bets.closeLook(Setup.T0).evidence().rollback().toDouble();
            double quantile = p95.closeLook(Setup.T0).evidence().rollback().toDouble();
            boolean[] now = {window.fixed(), all.fixed(), all.welch(), all.mannWhitney(), large.mannWhitney(),
                    large.kayenta(), even.kayenta(), all.kolmogorovSmirnov(), bet >= Math.log(20),
                    bet >= Math.log(100), quantile >= Math.log(20)};
            for (int r = 0; r < RULES; r++) {
                done[r] |= now[r];
            }
        }
    }

    /** Shares of streams in which each rule fired, in the order above. */
    double[] shares(double sigma) {
        Draws draws = new Draws(effort.seed() + Double.hashCode(sigma) + 3);
        int streams = Math.max(40, effort.streams() / 20);
        int[] fired = new int[RULES];
        for (int s = 0; s < streams; s++) {
            Stream stream = new Stream(draws, sigma);
            for (int look = 0; look < LOOKS; look++) {
                stream.look(draws, sigma);
            }
            for (int r = 0; r < RULES; r++) {
                fired[r] += stream.done[r] ? 1 : 0;
            }
        }
        return FalseAlarmTable.shares(fired, streams);
    }
}
