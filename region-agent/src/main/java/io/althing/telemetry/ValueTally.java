package io.althing.telemetry;

import io.althing.telemetry.Measured.ValueCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts values by metric. Values are cut to eleven binary digits, so that few are kept however many come. Safe for use by several threads. */
final class ValueTally {
    private static final int MOST_NAMES = 64;
    private static final int CUT = 42;

    private final TreeMap<String, TreeMap<Double, Long>> counts = new TreeMap<>();

    void add(Map<String, Double> values) {
        if (!values.isEmpty()) {
            take(values);
        }
    }

    private synchronized void take(Map<String, Double> values) {
        values.forEach((name, value) -> {
            if (counts.size() < MOST_NAMES || counts.containsKey(name)) {
                counts.computeIfAbsent(name, key -> new TreeMap<>()).merge(cut(value), 1L, Long::sum);
            }
        });
    }

    private static double cut(double value) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) >> CUT << CUT);
    }

    /** What was counted since the last drain. */
    synchronized List<Measured> drain() {
        List<Measured> all = measured(counts);
        counts.clear();
        return all;
    }

    static List<Measured> sum(List<Measured> one, List<Measured> other) {
        TreeMap<String, TreeMap<Double, Long>> sum = new TreeMap<>();
        for (List<Measured> each : List.of(one, other)) {
            for (Measured measured : each) {
                TreeMap<Double, Long> of = sum.computeIfAbsent(measured.name(), key -> new TreeMap<>());
                measured.counts().forEach(c -> of.merge(c.value(), c.count(), Long::sum));
            }
        }
        return measured(sum);
    }

    private static List<Measured> measured(Map<String, ? extends Map<Double, Long>> counts) {
        List<Measured> all = new ArrayList<>();
        counts.forEach((name, of) -> all.add(new Measured(name,
                of.entrySet().stream().map(c -> new ValueCount(c.getKey(), c.getValue())).toList())));
        return all;
    }
}
