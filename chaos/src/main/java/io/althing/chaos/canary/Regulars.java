package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.StepStart;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import io.althing.serving.Answered;
import io.althing.serving.ArmKey;
import io.althing.serving.TrafficObserver.ArmObserver;
import io.althing.serving.TrafficSplit.Cause;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.ArmWindows;
import io.althing.telemetry.FeedbackJoin;
import io.althing.telemetry.Telemetry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A region whose same two thousand users come back all the time, each with an error rate of one's own, through a ramp: the widening canary
 * keeps its users and takes more from stable. Counted by the gateway's telemetry, as the agent does.
 */
final class Regulars {
    private static final int USERS = 2000;
    private static final int LOOKS_PER_STEP = 8;
    private static final int REQUESTS_PER_LOOK = 500;
    private static final int[] WEIGHTS = {500, 2500, 5000};
    private static final ModelName MODEL = new ModelName("model");
    private static final RolloutId ROLLOUT = new RolloutId("01JDQY6M4T3V8Z5K2N7P9R1WXA");
    private static final VersionId VERSION = new VersionId("v1");

    private final Draws draws;
    private final Telemetry telemetry = new Telemetry(new FeedbackJoin.Settings(Duration.ofSeconds(1), 1), () -> 0);
    private final Map<Arm, ArmObserver> arms = new EnumMap<>(Arm.class);
    private final CanaryAnalysis analysis;
    private final double[] rate = new double[USERS];
    private final double[] bucket = new double[USERS];
    private long requests;

    /** @param correlation of two requests of one user; 1 makes one user in twenty fail always and the others never */
    Regulars(Draws draws, double correlation) {
        this.draws = draws;
        this.analysis = Setup.rateAnalysis(CanarySettings.of(Setup.rate(Setup.anyHarm())), 0.05);
        double prone = correlation / (correlation + 0.05);
        for (int u = 0; u < USERS; u++) {
            rate[u] = correlation == 1 ? (draws.happens(0.05) ? 1 : 0) : draws.happens(prone) ? 0.1 : 0.005;
            bucket[u] = draws.uniform();
        }
        for (Arm arm : Arm.values()) {
            arms.put(arm, telemetry.arm(new ArmKey(MODEL, VERSION, Optional.of(ROLLOUT), Optional.of(arm))));
        }
    }

    /** The highest evidence of harm, in nats. */
    double peak() {
        double peak = 0;
        for (int step = 0; step < WEIGHTS.length; step++) {
            telemetry.newStep(MODEL, ROLLOUT);
            analysis.beginStep(new StepStart(step, WEIGHTS[step], Setup.T0));
            for (int look = 0; look < LOOKS_PER_STEP; look++) {
                serve(WEIGHTS[step] / 10_000.0);
                ArmWindows seen = telemetry.drain(MODEL, ROLLOUT);
                count(Arm.CANARY, seen.canary());
                count(Arm.STABLE, seen.stable());
                peak = Math.max(peak, analysis.closeLook(Setup.T0).evidence().rollback().toDouble());
            }
        }
        return peak;
    }

    private void serve(double weight) {
        for (int i = 0; i < REQUESTS_PER_LOOK; i++) {
            int user = (int) (USERS * draws.uniform());
            Arm arm = bucket[user] < weight ? Arm.CANARY : Arm.STABLE;
            var request = new Answered("request-" + requests++, "user-" + user, Cause.BUCKET, draws.happens(rate[user]),
                    1_000_000, Optional.of(VERSION), Optional.empty(), Optional.empty());
            ArmObserver observer = arms.get(arm);
            if (observer != null) {
                observer.answered(request);
            }
        }
    }

    private void count(Arm arm, ArmWindow window) {
        analysis.record(arm, "bad", window.errors(), window.requests());
    }
}
