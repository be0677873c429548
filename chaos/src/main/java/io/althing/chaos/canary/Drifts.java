package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.ReferenceDrift;
import io.althing.canary.ReferenceSketch;
import io.althing.canary.Standing;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** A7: drift of a model's scores, standard normal, looks of 2,000 requests. */
final class Drifts {

    private static final int LOOK = 2000;
    private static final int MOST = 5000;

    private final Effort effort;
    private final CanarySettings settings = CanarySettings
            .of(new MetricSettings("score", new MetricKind.Distribution(new BigDecimal("-5"), new BigDecimal("5")),
                    Direction.INCREASE, Setup.anyHarm(), Standing.ordinary()));

    Drifts(Effort effort) {
        this.effort = effort;
    }

    List<Bar> bars() {
        return List.of(falseAlarms(), detection("shift of 0.2 sd", x -> x + 0.2, 480),
                detection("sd times 1.2", x -> 1.2 * x, 500), againstTraining(200), againstTraining(20_000),
                foundAgainstTraining());
    }

    /** Scores against a profile of so many training values, the evidence read after every tenth of 5,000. */
    private Bar againstTraining(int values) {
        Draws draws = new Draws(effort.seed() + 42 + values);
        int streams = Math.max(60, effort.streams() / 10);
        int crossed = 0;
        for (int s = 0; s < streams; s++) {
            crossed += alarm(draws, values, 0) <= MOST ? 1 : 0;
        }
        return effort.falseAlarms("A7", "no drift against " + values + " training values", crossed, streams, 0.05);
    }

    private Bar foundAgainstTraining() {
        Draws draws = new Draws(effort.seed() + 43);
        int streams = Math.max(60, effort.detections() / 50);
        double sum = 0;
        for (int s = 0; s < streams; s++) {
            sum += alarm(draws, 20_000, 0.2);
        }
        return Bar.atMost("A7", "shift of 0.2 sd against 20,000 training values, mean samples", sum / streams,
                effort.limit(1_000));
    }

    private static int alarm(Draws draws, int training, double shift) {
        ReferenceDrift drift = new ReferenceDrift(
                ReferenceSketch.of("score", DoubleStream.generate(draws::normal).limit(training).toArray()));
        for (int n = 1; n <= MOST; n++) {
            drift.observe(draws.normal() + shift);
            if (n % 10 == 0 && drift.evidence().toDouble() >= Math.log(20)) {
                return n;
            }
        }
        return MOST + 1;
    }

    /** How soon drift between the arms is found, beside the published figures. */
    Table table() {
        List<Table.Row> rows = List.of(Table.row("shift of 0.1 sd", true, mean(x -> x + 0.1), 1356, Table.NONE, 5977),
                Table.row("shift of 0.2 sd", true, mean(x -> x + 0.2), 426, bands(x -> x + 0.2), 1595),
                Table.row("sd times 1.2", true, mean(x -> 1.2 * x), 445, bands(x -> 1.2 * x), 4704),
                Table.row("one value in twenty three sd higher", true, mean(contaminated()), 824, bands(contaminated()),
                        5494));
        return new Table("How soon drift of scores between the arms is found, looks of 100 + 1,900",
                "mean canary requests", List.of("bets .05: N", "bands of the distributions .05: N"), rows);
    }

    private DoubleUnaryOperator contaminated() {
        Draws which = new Draws(effort.seed() + 46);
        return x -> which.happens(0.05) ? x + 3 : x;
    }

    private double mean(DoubleUnaryOperator drift) {
        Draws draws = new Draws(effort.seed() + 44);
        int streams = Math.max(40, effort.streams() / 50);
        double sum = 0;
        for (int s = 0; s < streams; s++) {
            sum += run(draws, drift, 1000);
        }
        return sum / streams;
    }

    private double bands(DoubleUnaryOperator drift) {
        Draws draws = new Draws(effort.seed() + 45);
        int streams = Math.max(20, effort.streams() / 100);
        double sum = 0;
        for (int s = 0; s < streams; s++) {
            Histograms both = new Histograms();
            int samples = 0;
            while (!both.bandsPart()) {
                for (int i = 0; i < LOOK; i++) {
                    boolean toCanary = draws.happens(0.05);
                    samples += toCanary ? 1 : 0;
                    both.add(toCanary, Math.exp(toCanary ? drift.applyAsDouble(draws.normal()) : draws.normal()));
                }
            }
            sum += samples;
        }
        return sum / streams;
    }

    private Bar falseAlarms() {
        Draws draws = new Draws(effort.seed() + 41);
        int streams = Math.max(100, effort.streams() / 10);
        int crossed = 0;
        for (int s = 0; s < streams; s++) {
            crossed += run(draws, x -> x, 50) < Integer.MAX_VALUE ? 1 : 0;
        }
        return effort.falseAlarms("A7", "no drift", crossed, streams, 0.05);
    }

    private Bar detection(String scenario, DoubleUnaryOperator drift, double limit) {
        Draws draws = new Draws(effort.seed() + scenario.hashCode());
        int streams = Math.max(100, effort.detections() / 20);
        double samples = 0;
        for (int s = 0; s < streams; s++) {
            samples += run(draws, drift, 1000);
        }
        return Bar.atMost("A7", scenario + ", mean samples", samples / streams, effort.limit(limit));
    }

    private int run(Draws draws, DoubleUnaryOperator drift, int looks) {
        CanaryAnalysis analysis = Setup.begun(settings);
        feed(analysis, draws, x -> x);
        analysis.closeLook(Setup.T0);
        int samples = 0;
        for (int look = 0; look < looks; look++) {
            samples += feed(analysis, draws, drift);
            if (analysis.closeLook(Setup.T0).evidence().rollback().toDouble() >= Math.log(20)) {
                return samples;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static int feed(CanaryAnalysis analysis, Draws draws, DoubleUnaryOperator drift) {
        int canary = 0;
        for (int i = 0; i < LOOK; i++) {
            if (draws.happens(0.05)) {
                analysis.record(Arm.CANARY, "score", drift.applyAsDouble(draws.normal()));
                canary++;
            } else {
                analysis.record(Arm.STABLE, "score", draws.normal());
            }
        }
        return canary;
    }
}
