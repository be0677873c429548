package io.althing.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * What the model was shown by the first request of each unit of a rollout, until somebody takes it. Bounded: beyond that many a look, further
 * ones are left out, whatever their arm. Safe for use by several threads.
 */
final class Sightings {
    private static final int MOST = 2_048;

    private final List<Sighting> seen = new ArrayList<>();

    synchronized void add(Sighting sighting) {
        if (seen.size() < MOST) {
            seen.add(sighting);
        }
    }

    synchronized List<Sighting> drain() {
        List<Sighting> all = List.copyOf(seen);
        seen.clear();
        return all;
    }
}
