package io.althing.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The units of an analysis: one ledger for metrics known at once, one for those with a label window, so that no label keeps the others waiting. */
final class UnitLedgers {

    private final List<UnitLedger> ledgers = new ArrayList<>();

    UnitLedgers(CanarySettings settings, Consumer<UnitLedger.Entry> sink) {
        List<MetricSettings> all = settings.metrics();
        boolean some = all.stream().anyMatch(m -> !m.kind().labelWindow().isZero());
        boolean others = all.stream().anyMatch(m -> m.kind().labelWindow().isZero());
        UnitMemory memory = settings.tuning().units();
        UnitMemory each = some && others ? memory.half() : memory;
        if (others) {
            ledgers.add(new UnitLedger(all, false, each, sink));
        }
        if (some) {
            ledgers.add(new UnitLedger(all, true, each, sink));
        }
    }

    /** @return whether the unit is new */
    boolean assign(String unit, Arm arm, Instant time) {
        long id = LongSet.hash(unit);
        boolean first = ledgers.get(0).assign(id, arm, time);
        for (UnitLedger other : ledgers.subList(1, ledgers.size())) {
            other.assign(id, arm, time);
        }
        return first;
    }

    void observe(String unit, int position, double value, Instant time) {
        long id = LongSet.hash(unit);
        ledgers.forEach(ledger -> ledger.observe(id, position, value, time));
    }

    /** Hands on the values that are complete at this time. */
    void close(Instant time) {
        ledgers.forEach(ledger -> ledger.close(time));
    }

    /** Units that were left out for want of memory, whatever their arm. */
    long leftOut() {
        return ledgers.stream().mapToLong(UnitLedger::leftOut).sum();
    }

    void save(DataOutput out) throws IOException {
        for (UnitLedger ledger : ledgers) {
            ledger.save(out);
        }
    }

    void load(DataInput in) throws IOException {
        for (UnitLedger ledger : ledgers) {
            ledger.load(in);
        }
    }
}
