package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.Standing;
import io.althing.foresight.AnomalyWitness;
import java.math.BigDecimal;
import java.util.List;

/**
 * A14: two features of each request, each standard normal in both arms. On stable they go together (correlation 0.8), on the
 * shifted canary they part (−0.8): no single metric can tell.
 */
final class Anomalies {
    private static final int LOOKS = 40;
    private static final int LOOK = 400;
    private static final BigDecimal FIVE = new BigDecimal(5);

    private final Effort effort;

    Anomalies(Effort effort) {
        this.effort = effort;
    }

    private record Found(boolean witness, boolean single) {}

    List<Bar> bars() {
        Draws draws = new Draws(effort.seed() + 14);
        int streams = Math.max(6, effort.streams() / 50);
        int falseAlarms = 0;
        int found = 0;
        int single = 0;
        for (int s = 0; s < streams; s++) {
            falseAlarms += run(draws, 0.8, s).witness() ? 1 : 0;
            Found shifted = run(draws, -0.8, s);
            found += shifted.witness() ? 1 : 0;
            single += shifted.single() ? 1 : 0;
        }
        double n = streams;
        return List.of(
                effort.falseAlarms("A14", "random cut forest as a witness, nothing shifted", falseAlarms, streams,
                        0.05),
                Bar.atLeast("A14", "correlation turned round: found by the forest", found / n, 0.95),
                Bar.atMost("A14", "correlation turned round: found by either feature alone", single / n, 0.15));
    }

    private Found run(Draws draws, double canaryCorrelation, int stream) {
        CanaryAnalysis analysis = Setup.begun(settings());
        AnomalyWitness witness = new AnomalyWitness(2, effort.seed() + stream);
        double anomaly = 0;
        double single = 0;
        for (int look = 0; look < LOOKS; look++) {
            for (int i = 0; i < LOOK; i++) {
                boolean canary = draws.happens(0.05);
                double[] request = pair(draws, canary ? canaryCorrelation : 0.8);
                Arm arm = canary ? Arm.CANARY : Arm.STABLE;
                analysis.record(arm, "first", request[0]);
                analysis.record(arm, "second", request[1]);
                if (witness.ready() && (canary || i % 4 == 0)) {
                    analysis.record(arm, "anomaly", witness.score(request));
                }
                if (!canary) {
                    witness.stable(request);
                }
            }
            witness.closeLook();
            var evidence = analysis.closeLook(Setup.T0).evidence();
            anomaly = Math.max(anomaly, evidence.of("anomaly").peak().rollback().toDouble());
            single = Math.max(single, Math.max(evidence.of("first").peak().rollback().toDouble(),
                    evidence.of("second").peak().rollback().toDouble()));
        }
        return new Found(anomaly >= Math.log(20), single >= Math.log(20));
    }

    private static double[] pair(Draws draws, double correlation) {
        double x = draws.normal();
        return new double[]{x, correlation * x + Math.sqrt(1 - correlation * correlation) * draws.normal()};
    }

    private static CanarySettings settings() {
        return CanarySettings.of(
                new MetricSettings("anomaly", new MetricKind.Quantile(new BigDecimal("0.95")), Direction.INCREASE,
                        Setup.anyHarm(), Standing.ordinary()),
                feature("first"), feature("second"));
    }

    private static MetricSettings feature(String name) {
        return new MetricSettings(name, new MetricKind.Distribution(FIVE.negate(), FIVE), Direction.INCREASE,
                Setup.anyHarm(), Standing.ordinary());
    }
}
