package io.althing.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Turns many observations of a unit into one value per metric, because units, not requests, are what routing randomises. A
 * unit counts once: for a metric without a label window by what it did until its look closed, for one with a window by
 * what was known at that age after its assignment. A unit seen in both arms is left out. Delivering an observation twice, or
 * in another order, changes nothing; but a unit whose labels contradict each other may count as unlabelled where its first assignment is
 * delivered last. Bounded as {@link UnitMemory} says.
 */
final class UnitLedger {

    /** Its metrics, with their positions among all. */
    private final List<Kept> metrics = new ArrayList<>();
    private final boolean patient;
    private final int[] scales;
    private final int most;
    private final CountedUnits counted;
    private final Consumer<Entry> sink;
    private final Map<Long, WaitingUnit> waiting = new HashMap<>();
    private long leftOut;

    private record Kept(int position, MetricSettings settings, Scale scale, long windowMillis) {}

    /**
     * A unit's closed value.
     *
     * @param metric
     *            its position among all metrics
     * @param labelled
     *            whether the value arrived in time; if not, {@code cell} means nothing
     * @param cell
     *            of the metric's scale
     */
    record Entry(int metric, Arm arm, boolean labelled, int cell) {}

    /**
     * @param patient
     *            whether it keeps the metrics with a label window, or those without
     * @param sink
     *            takes closed values
     */
    UnitLedger(List<MetricSettings> all, boolean patient, UnitMemory memory, Consumer<Entry> sink) {
        this.patient = patient;
        this.sink = sink;
        for (int m = 0; m < all.size(); m++) {
            if (patient != all.get(m).kind().labelWindow().isZero()) {
                metrics.add(new Kept(m, all.get(m), Braids.scale(all.get(m).kind()),
                        all.get(m).kind().labelWindow().toMillis()));
            }
        }
        scales = metrics.stream().mapToInt(kept -> kept.scale().cells()).toArray();
        most = Math.max(1, memory.waitingBytes() / WaitingUnit.bytes(scales, patient));
        counted = new CountedUnits(memory.countedBytes());
    }

    /** @return whether the unit is new and taken in */
    boolean assign(long id, Arm arm, Instant time) {
        WaitingUnit known = waiting.get(id);
        if (known != null) {
            known.meet(arm, time.toEpochMilli());
            for (int m = 0; patient && m < metrics.size(); m++) {
                known.unlessLate(m, metrics.get(m).windowMillis());
            }
            return false;
        }
        if (metrics.isEmpty() || counted.contains(id)) {
            return false;
        }
        if (waiting.size() >= most) {
            if (patient) {
                leftOut++;
                return false;
            }
            settle();
        }
        waiting.put(id, new WaitingUnit(arm, time.toEpochMilli(), metrics.size()));
        return true;
    }

    /** Counts all that wait as they stand. */
    private void settle() {
        waiting.forEach((id, unit) -> {
            for (int m = 0; m < metrics.size(); m++) {
                enter(unit, m);
            }
            counted.add(id);
        });
        waiting.clear();
    }

    void observe(long id, int position, double value, Instant time) {
        WaitingUnit unit = waiting.get(id);
        for (int m = 0; unit != null && m < metrics.size(); m++) {
            Kept its = metrics.get(m);
            long millis = time.toEpochMilli();
            boolean late = its.windowMillis() > 0 && millis > unit.assigned() + its.windowMillis();
            if (its.position() == position && !unit.entered(m) && !late) {
                int cell = its.scale().cell(value);
                stand(its, unit, m, new Seen(cell, millis));
            }
        }
    }

    private record Seen(int cell, long millis) {}

    /** With a label window the time is kept at which the value was first known: an assignment delivered later may show that to be too late. */
    private void stand(Kept its, WaitingUnit unit, int m, Seen next) {
        int cell = unit.has(m) ? joined(its, unit, m, next) : next.cell();
        if (!patient) {
            unit.stand(m, cell, next.millis());
        } else if (cell == next.cell()) {
            unit.standSince(m, cell, next.millis());
        }
    }

    private static int joined(Kept its, WaitingUnit unit, int metric, Seen next) {
        int before = unit.cell(metric);
        return switch (its.settings().kind()) {
            case MetricKind.Rate r -> worse(its.settings(), before, next.cell());
            case MetricKind.Quantile q -> worse(its.settings(), before, next.cell());
            case MetricKind.Mean m -> latest(unit.seen(metric), before, next);
            case MetricKind.Distribution d -> latest(unit.seen(metric), before, next);
        };
    }

    private static int worse(MetricSettings metric, int a, int b) {
        return metric.bad() == Direction.INCREASE ? Math.max(a, b) : Math.min(a, b);
    }

    private static int latest(long seen, int before, Seen next) {
        return next.millis() == seen ? Math.max(before, next.cell()) : next.millis() > seen ? next.cell() : before;
    }

    /** Hands on the values that are complete at this time. */
    void close(Instant time) {
        long now = time.toEpochMilli();
        waiting.entrySet().removeIf(each -> {
            WaitingUnit unit = each.getValue();
            boolean done = true;
            for (int m = 0; m < metrics.size(); m++) {
                boolean ripe = unit.assigned() + metrics.get(m).windowMillis() <= now;
                if (ripe) {
                    enter(unit, m);
                }
                done &= ripe;
            }
            if (done) {
                counted.add(each.getKey());
            }
            return done;
        });
    }

    private void enter(WaitingUnit unit, int metric) {
        if (unit.entered(metric)) {
            return;
        }
        unit.enter(metric);
        if (!unit.switched() && (unit.has(metric) || patient)) {
            sink.accept(new Entry(metrics.get(metric).position(), unit.arm, unit.has(metric), unit.cell(metric)));
        }
    }

    /** Units that were left out for want of memory, whatever their arm. */
    long leftOut() {
        return leftOut;
    }

    void save(DataOutput out) throws IOException {
        Packed.write(leftOut, out);
        counted.save(out);
        Packed.write(waiting.size(), out);
        for (Map.Entry<Long, WaitingUnit> each : new TreeMap<>(waiting).entrySet()) {
            out.writeLong(each.getKey());
            each.getValue().save(scales, patient, out);
        }
    }

    void load(DataInput in) throws IOException {
        leftOut = Packed.read(in);
        counted.load(in);
        long units = Packed.read(in);
        for (long i = 0; i < units; i++) {
            long id = in.readLong();
            waiting.put(id, WaitingUnit.load(scales, patient, in));
        }
    }
}
