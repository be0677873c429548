package io.althing.demo.step;

import io.althing.registry.Region;
import java.time.Duration;
import java.time.Instant;

/** v2 replaces v1 wave by wave and step by step, on evidence from live traffic. */
public final class RollOutGoodVersion implements DemoStep {
    @Override
    public String name() {
        return "Roll out v2: wave by wave, step by step, each canary passing on evidence";
    }

    @Override
    public Figures run(DemoContext context) throws Exception {
        Instant began = Instant.now();
        String rollout = Rollouts.start(context, "v2", "reads digits better");
        context.story().goodRollout(rollout);
        String end = Rollouts.awaitEnd(context, rollout);
        Figures.require(end.equals("succeeded"), "the rollout of v2 succeeds; it ended " + end);
        Figures figures = new Figures().put("milliseconds until promoted everywhere",
                Duration.between(began, Instant.now()).toMillis());
        for (Region region : context.cluster().regions()) {
            Rollouts.awaitEffective(context, region, "v2");
            figures.put(region + " weights in percent", Rollouts.weights(context, rollout, region));
        }
        context.traffic().log().accuracy("v1").ifPresent(a -> figures.put("v1 accuracy on live traffic", rounded(a)));
        context.traffic().log().accuracy("v2").ifPresent(a -> figures.put("v2 accuracy on live traffic", rounded(a)));
        figures.put("requests failed so far", context.traffic().log().failed());
        Figures.require(context.traffic().log().failed() == 0,
                "no request failed: " + context.traffic().log().failures());
        return figures;
    }

    static double rounded(double share) {
        return Math.round(share * 10_000) / 10_000.0;
    }
}
