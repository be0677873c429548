package io.althing.chaos.workload;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Collects the lines of a history as they come, from any thread. */
public final class Recorder {
    private final LongSupplier nanos;
    private final long start;
    private final List<Line> lines = new ArrayList<>();

    /** @param nanos a monotonic clock; now is the run's beginning */
    public Recorder(LongSupplier nanos) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /** Nanoseconds since the beginning. */
    public long now() {
        return nanos.getAsLong() - start;
    }

    /** Adds a line. */
    public synchronized void add(Line line) {
        lines.add(line);
    }

    /** Adds a finding. */
    public void note(String check, String broken) {
        add(new Line.Noted(check, true, broken));
    }

    /** All lines so far. */
    public synchronized History history() {
        return new History(lines);
    }
}
