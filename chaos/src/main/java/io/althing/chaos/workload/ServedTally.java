package io.althing.chaos.workload;

import io.althing.chaos.history.RolloutLine;
import java.util.Map;
import java.util.TreeMap;

/** Counts what users of a region got from each version, a line for each short time. Thread-safe. */
final class ServedTally {
    private static final long WINDOW = 250_000_000;

    private final Recorder recorder;
    private final Map<String, RolloutLine.Served> open = new TreeMap<>();

    ServedTally(Recorder recorder) {
        this.recorder = recorder;
    }

    /** @param sent when the request was sent */
    synchronized void add(String region, String version, long sent) {
        var one = new RolloutLine.Served(region, version, sent, sent, 1);
        open.merge(region + "/" + version, one, (before, now) -> {
            if (Math.max(before.last(), sent) - Math.min(before.first(), sent) > WINDOW) {
                recorder.add(before);
                return now;
            }
            return new RolloutLine.Served(region, version, Math.min(before.first(), sent),
                    Math.max(before.last(), sent), before.requests() + 1);
        });
    }

    synchronized void flush() {
        open.values().forEach(recorder::add);
        open.clear();
    }
}
