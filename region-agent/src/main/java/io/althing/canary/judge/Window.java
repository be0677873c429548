package io.althing.canary.judge;

import io.althing.canary.ArmCounts;
import io.althing.canary.ArmCounts.CellCount;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which looks a judge takes its numbers from. */
public enum Window {
    /** The newest only. */
    LAST,
    /** All together. */
    CUMULATIVE;

    MetricCounts counts(List<LookCounts> looks, String metric) {
        List<LookCounts> taken = this == LAST ? looks.subList(looks.size() - 1, looks.size()) : looks;
        List<ArmCounts> canary = new ArrayList<>();
        List<ArmCounts> stable = new ArrayList<>();
        for (LookCounts look : taken) {
            for (MetricCounts counts : look.metrics()) {
                if (counts.metric().equals(metric)) {
                    canary.add(counts.canary());
                    stable.add(counts.stable());
                }
            }
        }
        return new MetricCounts(metric, sum(canary), sum(stable));
    }

    private static ArmCounts sum(List<ArmCounts> parts) {
        Map<Integer, Long> cells = new TreeMap<>();
        parts.forEach(part -> part.cells().forEach(cell -> cells.merge(cell.cell(), cell.count(), Long::sum)));
        return new ArmCounts(parts.stream().mapToLong(ArmCounts::n).sum(),
                parts.stream().mapToLong(ArmCounts::bad).sum(),
                cells.entrySet().stream().map(e -> new CellCount(e.getKey(), e.getValue())).toList());
    }
}
