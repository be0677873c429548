package io.althing.planner;

import io.althing.registry.GlobalPolicy;
import io.althing.registry.Region;
import io.althing.registry.Rollout;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** In which order a rollout's regions are looked at. */
final class WaveSchedule {
    private WaveSchedule() {}

    /** The scope by wave, then by name; regions in no wave come last. */
    static List<Region> order(Rollout rollout, GlobalPolicy global) {
        return rollout.scope().stream()
                .sorted(Comparator.comparingInt((Region r) -> wave(global, r)).thenComparing(r -> r)).toList();
    }

    private static int wave(GlobalPolicy global, Region region) {
        return IntStream.range(0, global.waves().size()).filter(i -> global.waves().get(i).contains(region)).findFirst()
                .orElse(global.waves().size());
    }
}
