package io.althing.chaos.sim.promise;

import io.althing.registry.GlobalPolicy;
import io.althing.registry.MetricRule;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import java.util.List;

/** Reads a policy's steps once more, in its own way. */
final class Ladder {
    static final int FULL = 10_000;

    private Ladder() {}

    /** The first step after the given one that sets a weight, the last step if there is none. */
    static int next(RegionPolicy policy, int after) {
        List<RegionPolicy.Step> steps = policy.steps();
        int at = after + 1;
        while (at < steps.size() - 1 && steps.get(at) instanceof RegionPolicy.Step.Pause) {
            at++;
        }
        return Math.min(at, steps.size() - 1);
    }

    static int weight(RegionPolicy policy, int step) {
        return ((RegionPolicy.Step.SetWeight) policy.steps().get(step)).basisPoints();
    }

    /** The pauses between a weight and the next, in all; whether a person must pass one is another matter. */
    static long pauseMillis(RegionPolicy policy, int step) {
        long sum = 0;
        for (int at = step + 1; at < policy.steps().size()
                && policy.steps().get(at) instanceof RegionPolicy.Step.Pause pause; at++) {
            sum += pause.durationMillis().orElse(0L);
        }
        return sum;
    }

    static boolean person(RegionPolicy policy, int step) {
        boolean person = false;
        for (int at = step + 1; at < policy.steps().size()
                && policy.steps().get(at) instanceof RegionPolicy.Step.Pause pause; at++) {
            person |= pause.durationMillis().isEmpty();
        }
        return person;
    }

    /** Whether going to everybody needs evidence that harm is small. */
    static boolean judged(RegionPolicy policy) {
        return policy.analysis().metrics().stream()
                .anyMatch(m -> m.mode() != MetricRule.Mode.DRY_RUN && m.promoteWithin().isPresent());
    }

    static int wave(GlobalPolicy global, Region region) {
        int wave = 0;
        while (wave < global.waves().size() && !global.waves().get(wave).contains(region)) {
            wave++;
        }
        return wave;
    }
}
