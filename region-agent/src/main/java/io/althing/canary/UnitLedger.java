package io.althing.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns many observations of a unit into one value per metric, because units, not requests, are what routing randomises. A
 * unit counts once: for a metric without a label window by what it did until its look closed, for one with a window by
 * what was known at that age after its assignment. A unit seen in both arms is left out. Delivering an observation twice, or
 * in another order, changes nothing.
 */
final class UnitLedger {

    /** Units remembered; later ones are not taken in. */
    private static final int LARGEST = 1 << 22;

    private final List<MetricSettings> metrics;
    private final Map<Long, Unit> open = new HashMap<>();
    private final LongSet finished = new LongSet();

    /** One unit's values, by position of the metric. */
    private static final class Unit {
        private final Arm arm;
        private final Instant assigned;
        private final double[] values;
        private final Instant[] seen;
        private final boolean[] entered;
        private boolean switched;

        Unit(Arm arm, Instant assigned, int metrics) {
            this.arm = arm;
            this.assigned = assigned;
            this.values = new double[metrics];
            this.seen = new Instant[metrics];
            this.entered = new boolean[metrics];
            java.util.Arrays.fill(seen, Instant.MIN);
        }

        boolean has(int metric) {
            return !seen[metric].equals(Instant.MIN);
        }
    }

    /**
     * A unit's closed value.
     *
     * @param labelled
     *            whether the value arrived in time; if not, {@code value} means nothing
     */
    record Entry(int metric, Arm arm, boolean labelled, double value) {}

    UnitLedger(List<MetricSettings> metrics) {
        this.metrics = metrics;
    }

    /** @return whether the unit is new */
    boolean assign(String unit, Arm arm, Instant time) {
        long id = LongSet.hash(unit);
        if (finished.contains(id)) {
            return false;
        }
        Unit known = open.get(id);
        if (known != null) {
            known.switched |= known.arm != arm;
            return false;
        }
        if (open.size() + finished.size() >= LARGEST) {
            return false;
        }
        open.put(id, new Unit(arm, time, metrics.size()));
        return true;
    }

    void observe(String unit, int metric, double value, Instant time) {
        Unit known = open.get(LongSet.hash(unit));
        if (known == null || known.entered[metric] || late(known, metric, time)) {
            return;
        }
        MetricSettings its = metrics.get(metric);
        boolean first = !known.has(metric);
        known.values[metric] = switch (its.kind()) {
            case MetricKind.Rate r -> first ? value : worse(its, known.values[metric], value);
            case MetricKind.Quantile q -> first ? value : worse(its, known.values[metric], value);
            case MetricKind.Mean m -> latest(known, metric, value, time);
            case MetricKind.Distribution d -> latest(known, metric, value, time);
        };
        known.seen[metric] = first || time.isAfter(known.seen[metric]) ? time : known.seen[metric];
    }

    private boolean late(Unit unit, int metric, Instant time) {
        Duration window = metrics.get(metric).kind().labelWindow();
        return !window.isZero() && time.isAfter(unit.assigned.plus(window));
    }

    private static double worse(MetricSettings metric, double a, double b) {
        return metric.bad() == Direction.INCREASE ? Math.max(a, b) : Math.min(a, b);
    }

    private static double latest(Unit unit, int metric, double value, Instant time) {
        if (!unit.has(metric) || time.isAfter(unit.seen[metric])) {
            return value;
        }
        return time.equals(unit.seen[metric]) ? Math.max(value, unit.values[metric]) : unit.values[metric];
    }

    /** The values that are complete at this time. */
    List<Entry> due(Instant time) {
        List<Entry> entries = new ArrayList<>();
        open.entrySet().removeIf(each -> {
            Unit unit = each.getValue();
            boolean done = true;
            for (int m = 0; m < metrics.size(); m++) {
                done &= enter(unit, m, time, entries);
            }
            if (done) {
                finished.add(each.getKey());
            }
            return done;
        });
        return entries;
    }

    private boolean enter(Unit unit, int metric, Instant time, List<Entry> entries) {
        if (unit.entered[metric]) {
            return true;
        }
        Duration window = metrics.get(metric).kind().labelWindow();
        if (unit.assigned.plus(window).isAfter(time)) {
            return false;
        }
        unit.entered[metric] = true;
        if (!unit.switched && (unit.has(metric) || !window.isZero())) {
            entries.add(new Entry(metric, unit.arm, unit.has(metric), unit.values[metric]));
        }
        return true;
    }

    void save(DataOutput out) throws IOException {
        long[] members = finished.sorted();
        out.writeInt(members.length);
        for (long member : members) {
            out.writeLong(member);
        }
        Map<Long, Unit> sorted = Collections.unmodifiableMap(new TreeMap<>(open));
        out.writeInt(sorted.size());
        for (Map.Entry<Long, Unit> each : sorted.entrySet()) {
            out.writeLong(each.getKey());
            save(each.getValue(), out);
        }
    }

    private static void save(Unit unit, DataOutput out) throws IOException {
        out.writeByte(unit.arm.ordinal());
        out.writeBoolean(unit.switched);
        Times.write(unit.assigned, out);
        for (int m = 0; m < unit.values.length; m++) {
            out.writeBoolean(unit.entered[m]);
            out.writeBoolean(unit.has(m));
            if (unit.has(m)) {
                out.writeDouble(unit.values[m]);
                Times.write(unit.seen[m], out);
            }
        }
    }

    void load(DataInput in) throws IOException {
        int members = in.readInt();
        for (int i = 0; i < members; i++) {
            finished.add(in.readLong());
        }
        int units = in.readInt();
        for (int i = 0; i < units; i++) {
            long id = in.readLong();
            Arm arm = Arm.values()[in.readByte()];
            boolean switched = in.readBoolean();
            Unit unit = new Unit(arm, Times.read(in), metrics.size());
            unit.switched = switched;
            for (int m = 0; m < unit.values.length; m++) {
                unit.entered[m] = in.readBoolean();
                if (in.readBoolean()) {
                    unit.values[m] = in.readDouble();
                    unit.seen[m] = Times.read(in);
                }
            }
            open.put(id, unit);
        }
    }
}
